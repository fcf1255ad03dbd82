// The chat without reloading. Without this file the page works all the same, by its form.
// It keeps nothing: no cookie, no storage, no text in an address. The conversation goes when the page does.

const form = document.getElementById("form");
const log = document.getElementById("log");
const choices = document.getElementById("choices");
const busy = document.getElementById("busy");
const text = form.elements.text;
const session = form.elements.session;
let locale = form.dataset.locale;

// The server has cleaned this HTML already. Here it is built anew from the few elements that answers use, so that
// nothing else can reach the page.
const policy = window.trustedTypes?.createPolicy("answers", { createHTML: (html) => html });
const ELEMENTS = new Set(["P", "UL", "OL", "LI", "STRONG", "BR", "A"]);
const ADDRESS = /^(https?:|tel:|mailto:)/i;

function copied(node) {
  if (node.nodeType === Node.TEXT_NODE) return document.createTextNode(node.data);
  const known = ELEMENTS.has(node.nodeName);
  const copy = known ? document.createElement(node.nodeName) : document.createDocumentFragment();
  if (node.nodeName === "A" && ADDRESS.test(node.getAttribute("href") ?? "")) {
    copy.href = node.getAttribute("href");
    copy.rel = "noopener noreferrer external";
    if (copy.protocol === "tel:") Object.assign(copy, { className: "phone", dir: "ltr" });
  }
  copy.append(...[...node.childNodes].filter((child) => child.nodeType < Node.CDATA_SECTION_NODE).map(copied));
  return copy;
}

function parsed(html) {
  const page = new DOMParser().parseFromString(policy ? policy.createHTML(html) : html, "text/html");
  return [...page.body.childNodes].filter((node) => node.nodeType < Node.CDATA_SECTION_NODE).map(copied);
}

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function unseen(words) {
  return element("span", { className: "unseen" }, words, " ");
}

function sourcesOf(reply) {
  if (!reply.sources.length) return [];
  const items = reply.sources.map(({ title, publisher, url }) => {
    const link = ADDRESS.test(url)
      ? element("a", { href: url, rel: "noopener noreferrer external", lang: "en", dir: "ltr" }, title)
      : element("span", { lang: "en", dir: "ltr" }, title);
    return element("li", {}, link, " ", element("span", { lang: "en", dir: "ltr" }, `(${publisher})`));
  });
  return [element("details", {}, element("summary", {}, form.dataset.sources), element("ul", {}, ...items))];
}

function showQuestion(words) {
  const said = element("div", { dir: "auto" }, words);
  log.append(element("div", { className: "question" }, unseen(form.dataset.you), said));
}

function showReply(blocks, ...rest) {
  const shown = element("div", { className: "reply" }, unseen(form.dataset.answer), ...blocks, ...rest);
  log.append(shown);
  shown.scrollIntoView({ block: "nearest" });
}

function showAnswer(reply) {
  const blocks = reply.blocks.map(({ kind, lang, dir, html }) =>
    element("div", { className: `block ${kind}`, lang, dir }, ...parsed(html)));
  if (blocks.length) showReply(blocks, ...sourcesOf(reply));
  choices.replaceChildren(...reply.choices.map(({ payload, label, title }) => element(
    "button", { name: "choice", value: payload, formNoValidate: true, dir: "auto" }, title || label)));
}

async function answerTo(message) {
  const response = await fetch(form.dataset.api, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(message),
    cache: "no-store",
    credentials: "omit",
    referrerPolicy: "no-referrer",
  });
  if (!response.ok) throw new Error("no answer");
  return response.json();
}

async function send(message, shown) {
  if (busy.textContent) return;
  showQuestion(shown);
  busy.textContent = busy.dataset.busy;
  try {
    const reply = await answerTo({
      ...message,
      ...(session.value && { session: session.value }),
      ...(locale && { locale }),
    });
    session.value = reply.session;
    if (locale) locale = reply.locale;
    text.value = "";
    showAnswer(reply);
  } catch {
    // Offline, or the server is in trouble: what matters most was sent along with the page.
    showReply([document.getElementById("emergency").content.cloneNode(true)]);
  } finally {
    busy.textContent = "";
  }
}

if (form.dataset.api) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const button = event.submitter;
    if (button?.name === "choice") {
      log.focus({ preventScroll: true });
      send({ choice: button.value }, button.textContent.trim());
    } else if (text.value.trim()) {
      send({ text: text.value }, text.value.trim());
    }
  });

  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });

  document.getElementById("languages").addEventListener("click", (event) => {
    const link = event.target.closest("a[data-payload]");
    if (!link || !session.value) return;
    event.preventDefault();
    send({ choice: link.dataset.payload }, link.textContent.trim());
  });
}

document.getElementById("exit").addEventListener("click", (event) => {
  event.preventDefault();
  log.replaceChildren();
  form.reset();
  document.documentElement.classList.add("gone");
  window.location.replace(event.currentTarget.href);
});

// Coming back by the browser's button shows an empty conversation, not the one that was left.
window.addEventListener("pageshow", () => document.documentElement.classList.remove("gone"));
