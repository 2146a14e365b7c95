// A chat that comes in two ways, shows each message once, and asks after every loss for what it missed.
'use strict';

const log = document.getElementById('log');
const form = document.getElementById('form');
const text = document.getElementById('text');
const statusLine = document.getElementById('status');
const newer = document.getElementById('newer');
const ways = [...document.querySelectorAll('input[name=way]')];

const MAX_SHOWN = 1000;
const MAX_DELAY = 10_000;
const NAMES = {sse: 'POST + Server-Sent Events', websocket: 'WebSocket'};

let self = '';         // our user id, once the server has told
let last = '';         // the position of the last message seen
const seen = new Set(); // positions shown
const unsent = new Map(); // key → {text, item}: written here, not yet come back from the room
let way = null;        // {send(key, text), close()}
let attempts = 0;
let timer = 0;
let following = true;  // whether the newest message is to stay in sight
let lastTop = 0;       // where the log was scrolled to
let today = '';        // the day that the times shown were written for
let connection = ['connecting', 'Connecting…'];

function connected(state, words) {
  connection = [state, words];
  show(state, words);
}

function show(state, words) {
  statusLine.dataset.state = state;
  statusLine.textContent = words;
}

function element(name, className, words) {
  const e = document.createElement(name);
  if (className) e.className = className;
  if (words !== undefined) e.textContent = words;
  return e;
}

function itemFor(message, mine) {
  const item = element('li', mine ? 'mine' : '');
  const who = element('div', 'who');
  who.append(element('b', '', message.name));
  const at = new Date(message.at);
  const time = element('time', '', timeOf(at));
  time.dateTime = at.toISOString();
  who.append(time);
  item.append(who, element('p', '', message.text));
  return item;
}

function timeOf(at) {
  const now = new Date();
  const shown = {hour: '2-digit', minute: '2-digit'};
  if (at.toDateString() !== now.toDateString()) {
    shown.day = 'numeric';
    shown.month = 'short';
    if (at.getFullYear() !== now.getFullYear()) shown.year = 'numeric';
  }
  return at.toLocaleString([], shown);
}

function newDay() {
  const day = new Date().toDateString();
  if (day === today) return;
  today = day;
  for (const time of log.querySelectorAll('time')) time.textContent = timeOf(new Date(time.dateTime));
}

function atBottom() {
  return log.scrollHeight - log.scrollTop - log.clientHeight < 80;
}

function toEnd() {
  log.scrollTop = log.scrollHeight; // at once: a smooth one would lag behind a burst
  lastTop = log.scrollTop;
}

function append(item) {
  newDay();
  log.append(item);
  while (log.childElementCount > MAX_SHOWN) log.firstElementChild.remove();
  if (following) {
    toEnd();
  } else {
    newer.hidden = false;
  }
}

function received(data) {
  const message = JSON.parse(data);
  if (message.type === 'welcome') {
    self = message.user;
    document.getElementById('self').textContent = message.name;
    document.getElementById('transport').textContent = message.transport;
    return;
  }
  if (message.type === 'refused') {
    refused(message.key, message.why);
    return;
  }
  last = message.id;
  if (seen.has(message.id)) return;
  seen.add(message.id);
  const waiting = message.key && unsent.get(message.key);
  if (waiting) {
    waiting.item.remove();
    unsent.delete(message.key);
  }
  const item = itemFor(message, message.user === self || Boolean(waiting));
  item.dataset.id = message.id;
  append(item);
}

function opened(name) {
  attempts = 0;
  connected('open', 'Connected by ' + NAMES[name]);
  for (const [key, {text}] of unsent) way.send(key, text); // the room knows each key only once
}

function lost(name) {
  way?.close();
  way = null;
  const delay = Math.min(MAX_DELAY, 250 * 2 ** attempts++) * (0.5 + Math.random() / 2);
  connected('connecting', 'Connection lost, trying again…');
  clearTimeout(timer);
  timer = setTimeout(() => connect(name), delay);
}

function address(path) {
  return path + (last ? '?last=' + encodeURIComponent(last) : '');
}

function overEvents() {
  const source = new EventSource(address('events'));
  source.onopen = () => opened('sse');
  source.onmessage = event => received(event.data);
  source.onerror = () => { // also where the browser would go on by itself: one way to come back for both
    source.close();
    if (way?.source === source) lost('sse');
  };
  return {
    source,
    close: () => source.close(),
    send: (key, words) => fetch('messages', {
      method: 'POST',
      headers: {'Content-Type': 'text/plain;charset=utf-8', 'Idempotency-Key': key},
      body: words,
    }).then(answer => {
      if (answer.status >= 400 && answer.status < 500) answer.text().then(why => refused(key, why));
    }, () => {}), // the loss of the events tells; it is sent again then
  };
}

function overWebSocket() {
  const url = new URL(address('socket'), location.href);
  url.protocol = url.protocol.replace('http', 'ws');
  const socket = new WebSocket(url);
  socket.onopen = () => opened('websocket');
  socket.onmessage = event => received(event.data);
  socket.onclose = () => {
    if (way?.socket === socket) lost('websocket');
  };
  return {
    socket,
    close: () => socket.close(1000),
    send: (key, words) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(key + '\n' + words);
    },
  };
}

function connect(name) {
  clearTimeout(timer);
  way?.close();
  way = null;
  connected('connecting', 'Connecting…');
  way = name === 'websocket' ? overWebSocket() : overEvents();
}

function refused(key, why) {
  const waiting = unsent.get(key);
  unsent.delete(key);
  waiting?.item.remove();
  text.value ||= waiting?.text ?? '';
  show('failed', 'Refused: ' + why);
}

function goOn() {
  if (statusLine.dataset.state === 'failed') show(...connection);
}

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return [...bytes].map(b => b.toString(16).padStart(2, '0')).join('');
}

form.addEventListener('submit', event => {
  event.preventDefault();
  const words = text.value.trim();
  if (!words) return;
  const key = newKey();
  const name = document.getElementById('self').textContent;
  const item = itemFor({name, at: Date.now(), text: words}, true);
  item.classList.add('waiting');
  unsent.set(key, {text: words, item});
  goOn();
  following = true;
  append(item);
  text.value = '';
  text.focus();
  way?.send(key, words);
});

text.addEventListener('keydown', event => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});

text.addEventListener('input', goOn);

newer.addEventListener('click', () => {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  following = true;
  newer.hidden = true;
  log.scrollTo({top: log.scrollHeight, behavior: still ? 'instant' : 'smooth'});
});
log.addEventListener('scroll', () => {
  if (atBottom()) {
    following = true;
    newer.hidden = true;
  } else if (log.scrollTop < lastTop) { // upwards: nobody but the reader does that
    following = false;
  }
  lastTop = log.scrollTop;
});
new ResizeObserver(() => {
  if (following) toEnd();
}).observe(log);

for (const choice of ways) {
  choice.addEventListener('change', () => {
    attempts = 0;
    connect(choice.value);
  });
}
const wanted = new URLSearchParams(location.search).get('way');
for (const choice of ways) {
  if (choice.value === wanted) choice.checked = true;
}
connect(ways.find(choice => choice.checked).value);
