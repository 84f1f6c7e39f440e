// One file although it is long: the page loads one script, and nothing has to be built.
// It keeps what the server said (people, messages, unread) and draws from that; an event only means "look again".

const RETRY_MS = [500, 1000, 2000, 4000, 8000];
const GROUP_MS = 5 * 60_000;
const $ = id => document.getElementById(id);
const say = $('say'), log = $('log'), pane = $('messages'), sheet = $('sheet'), newcomer = $('newcomer');

let people = [];
let me = null;
let place = 'direct';
let view = emptyView();
let events = null;
let busy = 0;
const drafts = new Map();

function emptyView() {
  return { cursor: 0, messages: new Map(), unread: { direct: 0, general: 0 }, read: { direct: 0, general: 0 }, loaded: false, recalled: -1 };
}

// --- Talking to the server -------------------------------------------------------------------------------------------

class Refused extends Error {}

async function call(method, path, body) {
  const response = await fetch(path, {
    method,
    headers: body ? { 'Content-Type': 'application/json' } : {},
    body: body && JSON.stringify(body),
    cache: 'no-store',
  });
  if (response.ok) return response.status === 204 ? null : response.json();
  // What stands between the page and the server answers so when the server is away; anything else is the server's own word.
  if ([502, 503, 504].includes(response.status)) throw new TypeError(response.statusText);
  const problem = await response.json().catch(() => ({}));
  throw new Refused(problem.detail || problem.title || `Companion could not answer (${response.status}).`);
}

const trouble = {
  waiting: new Set(),
  show(text) {
    if ($('trouble').hidden) $('trouble').firstElementChild.textContent = text;
    $('trouble').hidden = false;
  },
  clear() { $('trouble').hidden = true; },
  wait(attempt) {
    return new Promise(resolve => {
      const go = () => { clearTimeout(timer); this.waiting.delete(go); resolve(); };
      const timer = setTimeout(go, RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)]);
      this.waiting.add(go);
    });
  },
  wake() { for (const go of [...this.waiting]) go(); },
};

// A refusal is an answer; only silence is tried again. The key in the body makes a repeat harmless.
async function insist(method, path, body) {
  for (let attempt = 0; ; attempt++) {
    try {
      const answer = await call(method, path, body);
      trouble.clear();
      return answer;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      trouble.show('Companion cannot be reached. Trying again; nothing you send is lost.');
      await trouble.wait(attempt);
    }
  }
}

function listen() {
  events?.close();
  if (!me) return;
  const source = events = new EventSource(`/chat/events?as=${encodeURIComponent(me.id)}`);
  source.addEventListener('look', look);
  source.addEventListener('open', look);
  source.addEventListener('error', async () => {
    look();
    if (source.readyState !== EventSource.CLOSED) return;
    await trouble.wait(2);
    if (source === events) listen();
  });
}

let looking = false, lookAgain = false;

async function look() {
  lookAgain = true;
  if (looking) return;
  looking = true;
  try {
    while (lookAgain) {
      lookAgain = false;
      await lookOnce();
    }
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    refuse(error.message);
  } finally {
    looking = false;
  }
}

async function lookOnce() {
  people = (await insist('GET', '/chat/people')).people;
  // The server may have started anew, with other people.
  if (me && !people.some(person => person.id === me.id)) return start();
  me = people.find(person => person.id === me?.id) ?? null;
  drawPeople();
  if (!me) return;
  const asked = view;
  const answer = await insist('GET', `/chat/messages?as=${encodeURIComponent(me.id)}&after=${asked.cursor}`);
  // Somebody else was chosen meanwhile: this answer is not theirs.
  if (asked !== view) return;
  Object.assign(view, { cursor: Math.max(view.cursor, answer.cursor), unread: answer.unread, loaded: true });
  take(answer.messages);
  drawPlaces();
  await markRead();
}

async function markRead() {
  const newest = Math.max(0, ...here().map(message => message.cursor));
  if (document.hidden || !isAtEnd() || newest <= view.read[place] || !view.unread[place]) return;
  view.read[place] = newest;
  view.unread[place] = 0;
  drawPlaces();
  await insist('POST', '/chat/read', { as: me.id, in: place, cursor: newest });
  lookAgain = true;
}

// --- People ----------------------------------------------------------------------------------------------------------

function make(tag, className, ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...children);
  return node;
}

function initials(name) {
  const words = name.trim().split(/\s+/u);
  const first = word => [...new Intl.Segmenter().segment(word ?? '')][0]?.segment ?? '';
  return (first(words[0]) + (words.length > 1 ? first(words.at(-1)) : '')).toLocaleUpperCase() || '?';
}

function avatar(id, name) {
  // By place among the people, so that neighbours differ.
  const hue = Math.max(0, people.findIndex(person => person.id === id)) % 8;
  const node = make('span', id === 'companion' ? 'avatar bot' : `avatar hue-${hue}`);
  node.setAttribute('aria-hidden', 'true');
  if (id === 'companion') node.append(document.querySelector('.brand svg').cloneNode(true));
  else node.textContent = initials(name);
  return node;
}

function count(number) {
  const node = make('span', 'count', String(number), make('span', 'hidden', ' unread'));
  node.hidden = !number;
  return node;
}

function drawPeople() {
  const focused = document.activeElement?.dataset?.person;
  $('people').replaceChildren(...people.map(person => {
    const name = make('span', 'name', make('bdi', '', person.name));
    const button = make('button', 'person', avatar(person.id, person.name), make('span', 'who', name, make('span', 'roles', person.roles.join(', '))), count(person.unread));
    button.type = 'button';
    button.dataset.person = person.id;
    button.title = [person.name, ...person.roles].join(', ');
    if (person.id === me?.id) button.setAttribute('aria-current', 'true');
    button.addEventListener('click', () => become(person));
    return make('li', '', button);
  }));
  if (focused) $('people').querySelector(`[data-person="${CSS.escape(focused)}"]`)?.focus();
  $('whoami').replaceChildren(...(me ? ['as ', make('bdi', '', me.name)] : []));
  const others = people.reduce((sum, person) => sum + (person.id === me?.id ? 0 : person.unread), 0);
  const mine = view.unread.direct + view.unread.general;
  document.title = `${mine + others ? `(${mine + others}) ` : ''}${me ? `${me.name} – ` : ''}Companion chat`;
}

function become(person) {
  if (person.id === me?.id) return say.focus();
  keepDraft();
  me = person;
  view = emptyView();
  sessionStorage.setItem('as', person.id);
  refuse('');
  drawPeople();
  drawAll();
  bringDraft();
  listen();
  look();
  document.querySelector('.person[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

// --- Conversations and messages --------------------------------------------------------------------------------------

function drawPlaces() {
  for (const tab of document.querySelectorAll('[role=tab]')) {
    const isHere = tab.dataset.place === place;
    tab.setAttribute('aria-selected', String(isHere));
    tab.tabIndex = isHere ? 0 : -1;
    tab.querySelector('.count').replaceWith(count(view.unread[tab.dataset.place]));
    if (isHere) pane.setAttribute('aria-labelledby', tab.id);
  }
  say.placeholder = place === 'direct' ? 'Message Companion' : 'Message # general';
}

function enter(next) {
  keepDraft();
  place = next;
  sessionStorage.setItem('in', place);
  refuse('');
  drawPlaces();
  drawAll();
  bringDraft();
  look();
}

// An edited message comes with a new cursor but keeps its time, and so its place. What has one time (a line and its answer) goes by cursor.
function here() {
  return [...view.messages.values()]
    .filter(message => message.in === place)
    .sort((a, b) => a.at - b.at || a.cursor - b.cursor);
}

function take(incoming) {
  const stick = isAtEnd();
  let isMine = false, isNew = false;
  for (const raw of incoming) {
    const message = { ...raw, at: new Date(raw.at) };
    const known = view.messages.get(message.id);
    view.messages.set(message.id, message);
    if (message.in !== place) continue;
    if (known) replace(message);
    else isNew = true;
    isMine ||= message.from.id === me.id;
  }
  if (isNew || !log.childElementCount) drawNew();
  if (stick || isMine) toEnd();
  else if (isNew) $('newer').hidden = false;
}

// Appends when what is new comes last, as it nearly always does; otherwise draws the conversation again.
function drawNew() {
  const messages = here();
  const shown = [...log.querySelectorAll('.message')].map(node => node.dataset.id);
  if (shown.some((id, index) => messages[index]?.id !== id)) return drawAll();
  for (let index = shown.length; index < messages.length; index++) {
    const message = messages[index], previous = messages[index - 1];
    if (!previous || dayOf(previous.at) !== dayOf(message.at)) log.append(separator(message.at));
    log.append(draw(message, previous));
  }
  drawWelcome();
}

function drawAll() {
  log.setAttribute('aria-busy', 'true');
  log.replaceChildren();
  drawNew();
  log.removeAttribute('aria-busy');
  drawWelcome();
  toEnd();
}

function drawWelcome() {
  $('welcome').hidden = me ? !view.loaded || log.childElementCount > 0 : false;
  const [title, text] = !me ? ['Who are you?', 'Add the first person, and then as many as the team you want to try has.']
    : place === 'direct' ? [me.name === 'You' ? 'Hello' : `Hello ${me.name}`, 'This is your own conversation with Companion. Say “help” to see what it can do, or “setup” to begin.']
    : ['# general', 'Everybody reads along. Results of check-ins and decisions appear here; ask with “@companion status”, and the answer comes to you alone.'];
  $('welcome').querySelector('h2').textContent = title;
  $('welcome').querySelector('p').textContent = text;
  $('begin').hidden = !me?.roles.includes('steward') || place !== 'direct' || people.some(person => person.roles.some(role => role.startsWith('owner')));
}

const zoned = (options, at) => new Intl.DateTimeFormat('en-GB', { ...options, timeZone: me.zone }).format(at);
const dayOf = at => zoned({ dateStyle: 'short' }, at);

function separator(at) {
  const day = dayOf(at);
  const name = day === dayOf(new Date()) ? 'Today'
    : day === dayOf(new Date(Date.now() - 86_400_000)) ? 'Yesterday'
    : zoned({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }, at);
  return make('p', 'day', make('span', '', name));
}

function draw(message, previous) {
  const isMine = message.from.id === me.id;
  const follows = previous && previous.from.id === message.from.id && dayOf(previous.at) === dayOf(message.at) && message.at - previous.at < GROUP_MS;
  const time = make('time', '', zoned({ timeStyle: 'short' }, message.at));
  time.dateTime = message.at.toISOString();
  const head = make('header', '', make('bdi', 'name', isMine ? 'You' : message.from.name), ' ', time);
  const body = make('div', 'body');
  if (message.html) body.innerHTML = message.html;
  else body.append(make('p', '', message.text));
  const node = make('article', `message${isMine ? ' mine' : ''}${follows ? ' follows' : ''}`, avatar(message.from.id, message.from.name), make('div', 'said', head, body));
  node.dataset.id = message.id;
  node.tabIndex = -1;
  return node;
}

function replace(message) {
  const old = log.querySelector(`.message[data-id="${CSS.escape(message.id)}"]`);
  if (!old) return;
  const hadFocus = old.contains(document.activeElement);
  const messages = here();
  const fresh = draw(message, messages[messages.findIndex(one => one.id === message.id) - 1]);
  const open = [...old.querySelectorAll('details')].map(fold => fold.open);
  fresh.querySelectorAll('details').forEach((fold, index) => { fold.open = open[index] ?? false; });
  fresh.classList.add('changed');
  old.replaceWith(fresh);
  if (hadFocus) (fresh.querySelector('button') ?? fresh).focus();
}

/** At the end is also who has the beginning of the last message in view: a tall one is read from there. */
function isAtEnd() {
  if (pane.scrollHeight - pane.scrollTop - pane.clientHeight < 80) return true;
  const top = log.lastElementChild?.getBoundingClientRect().top ?? 0, window = pane.getBoundingClientRect();
  return top >= window.top && top < window.bottom - 80;
}

function toEnd() {
  pane.scrollTop = pane.scrollHeight;
  // What is taller than the window is read from its beginning.
  const last = log.lastElementChild;
  if (last && last.offsetHeight > pane.clientHeight - 16) pane.scrollTop += last.getBoundingClientRect().top - pane.getBoundingClientRect().top - 8;
  $('newer').hidden = true;
}

// --- Saying, pressing, submitting ------------------------------------------------------------------------------------

function refuse(text) {
  $('refusal').textContent = text;
  $('refusal').hidden = !text;
}

function setBusy(by) {
  busy += by;
  document.body.classList.toggle('busy', busy > 0);
  for (const button of document.querySelectorAll('.body [data-command], .send, .chip, .sheet [type=submit]')) button.disabled = busy > 0;
  say.readOnly = busy > 0;
}

/** Sends one thing and returns the answer, or null when it was refused; `onRefused` shows why. */
async function send(what, onRefused = refuse) {
  if (!me) addPerson();
  if (busy || !me) return null;
  const focused = document.activeElement;
  refuse('');
  setBusy(1);
  try {
    return await insist('POST', '/chat/messages', { as: me.id, ...what, key: crypto.randomUUID() });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    onRefused(error.message);
    return null;
  } finally {
    setBusy(-1);
    // A button that was disabled has lost the focus: the keyboard goes on where it was.
    if (document.activeElement === document.body) (focused?.isConnected ? focused : say).focus();
  }
}

function answered(answer, message) {
  const { reply, html, text } = answer;
  // People talking among themselves get no reply.
  if (reply?.kind === 'form') return openSheet(html, message);
  if (reply?.kind === 'errors') return refuse(text);
  if (reply?.once) showOnce(html);
  look();
}

async function sayLine(text) {
  view.recalled = -1;
  const answer = await send({ text, in: place });
  if (answer) {
    answered(answer, null);
    followAnswer(answer);
  }
  return answer;
}

// What is asked in the channel is answered in private, and so is what a form did: go where the answer is.
function followAnswer({ reply }, isForm = false) {
  const isPrivate = reply?.kind === 'show' ? reply.audience !== 'Everyone' : isForm && !reply?.replaces;
  if (place === 'general' && isPrivate) enter('direct');
}

/** Says something that concerns nobody else: in the channel it would only be noise. */
function sayHere(text) {
  if (place !== 'direct') enter('direct');
  return sayLine(text);
}

async function press(button) {
  const message = button.closest('.message').dataset.id;
  button.setAttribute('aria-busy', 'true');
  const answer = await send({ button: button.dataset.command, message });
  button.removeAttribute('aria-busy');
  if (!answer) return;
  answered(answer, message);
  followAnswer(answer);
}

function openSheet(html, message) {
  const holder = sheet.querySelector('.sheet');
  holder.innerHTML = html;
  const form = holder.querySelector('form');
  const before = JSON.stringify(values(form));
  form.append(make('p', 'error problem'));
  form.lastElementChild.hidden = true;
  form.lastElementChild.setAttribute('role', 'alert');
  form.addEventListener('submit', event => { event.preventDefault(); submit(form, message); });
  sheet.isDirty = () => form.isConnected && JSON.stringify(values(form)) !== before;
  if (!sheet.open) sheet.showModal();
  const first = form.querySelector('[data-field]');
  (first?.querySelector('input:checked') ?? first?.querySelector('input, textarea, select'))?.focus();
}

/** A secret stands in no history: it is shown here, and gone when the sheet is closed. */
function showOnce(html) {
  const holder = sheet.querySelector('.sheet');
  holder.innerHTML = html;
  for (const button of holder.querySelectorAll('[data-command]')) button.remove();
  const close = make('button', 'button primary', 'I have copied it');
  close.type = 'button';
  close.addEventListener('click', () => sheet.close());
  holder.append(close);
  (holder.querySelector('h1, h2, h3, h4') ?? holder.firstElementChild).id = 'form-title';
  sheet.isDirty = () => false;
  sheet.addEventListener('close', () => holder.replaceChildren(), { once: true });
  if (!sheet.open) sheet.showModal();
  close.focus();
}

/** The value of each question by its name; several choices are joined by commas. */
function values(form) {
  return Object.fromEntries([...form.querySelectorAll('[data-field]')].map(field => {
    const picks = [...field.querySelectorAll('input[type=radio], input[type=checkbox]')];
    const value = picks.length ? picks.filter(pick => pick.checked).map(pick => pick.value).join(',') : field.querySelector('input, textarea, select').value;
    return [field.dataset.field, value];
  }));
}

async function submit(form, message) {
  showErrors(form, {});
  const problem = text => showErrors(form, {}, text);
  const answer = await send({ form: { command: form.dataset.command, fields: values(form) }, message }, problem);
  if (!answer) return;
  if (answer.reply.kind === 'errors') return showErrors(form, answer.reply.byField);
  if (answer.reply.kind === 'form') return openSheet(answer.html, message);
  sheet.isDirty = () => false;
  sheet.close();
  look();
  followAnswer(answer, true);
}

function showErrors(form, byField, general = '') {
  const unplaced = { ...byField };
  for (const field of form.querySelectorAll('[data-field]')) {
    const sentence = byField[field.dataset.field] ?? '';
    delete unplaced[field.dataset.field];
    field.classList.toggle('wrong', Boolean(sentence));
    Object.assign(field.querySelector('.error'), { textContent: sentence, hidden: !sentence });
    // A radio button cannot be invalid, only the group can.
    const marked = field.matches('[role=radiogroup]') ? [field] : field.querySelectorAll('input, textarea, select');
    for (const one of marked) one.setAttribute('aria-invalid', String(Boolean(sentence)));
  }
  const rest = [general, ...Object.values(unplaced)].filter(Boolean).join(' ');
  Object.assign(form.querySelector('.problem'), { textContent: rest, hidden: !rest });
  form.querySelector('.wrong :is(input, textarea, select)')?.focus();
}

// --- The message field -----------------------------------------------------------------------------------------------

const draftKey = () => `${me?.id} ${place}`;

function keepDraft() { drafts.set(draftKey(), say.value); }

function bringDraft() {
  say.value = drafts.get(draftKey()) ?? '';
  view.recalled = -1;
  grow();
}

function grow() {
  // Script may set what a style attribute may not.
  say.style.height = 'auto';
  say.style.height = `${Math.min(say.scrollHeight + 2, 180)}px`;
  $('chips').classList.toggle('away', say.value !== '');
}

function recall(event) {
  const mine = here().filter(message => message.from.id === me?.id).map(message => message.text).filter((text, i, all) => text !== all[i + 1]).reverse();
  const isRecalled = view.recalled >= 0 && say.value === mine[view.recalled];
  if (say.value !== '' && !isRecalled) return;
  const next = view.recalled + (event.key === 'ArrowUp' ? 1 : -1);
  if (next >= mine.length || next < -1) return;
  event.preventDefault();
  view.recalled = next;
  say.value = mine[next] ?? '';
  grow();
}

async function submitLine() {
  const text = say.value.trim();
  if (!text || busy) return;
  const key = draftKey();
  if (!await sayLine(text)) return;
  drafts.delete(key);
  if (key === draftKey()) { say.value = ''; grow(); }
  if (!sheet.open) say.focus();
}

// --- Wiring ----------------------------------------------------------------------------------------------------------

$('composer').addEventListener('submit', event => { event.preventDefault(); submitLine(); });
say.addEventListener('input', () => { view.recalled = -1; refuse(''); grow(); });
say.addEventListener('keydown', event => {
  // While a word is composed (Chinese, Japanese), Enter accepts the word.
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) { event.preventDefault(); submitLine(); }
  if (event.key === 'ArrowUp' || event.key === 'ArrowDown') recall(event);
});
$('chips').addEventListener('click', event => { if (event.target.matches('.chip')) sayHere(event.target.textContent).then(answer => { if (answer && !sheet.open) say.focus(); }); });
log.addEventListener('click', event => { const button = event.target.closest('button[data-command]'); if (button) press(button); });
pane.addEventListener('scroll', () => { if (isAtEnd()) { $('newer').hidden = true; if (me && view.unread[place]) look(); } }, { passive: true });
$('newer').addEventListener('click', () => { toEnd(); say.focus(); });
$('trouble').querySelector('button').addEventListener('click', () => trouble.wake());
document.addEventListener('visibilitychange', () => { if (!document.hidden) look(); });
// Others than the chosen person get messages too, and no event says so here.
setInterval(() => { if (!document.hidden) look(); }, 15_000);

$('begin').addEventListener('click', () => sayLine('setup'));

const tabs = [...document.querySelectorAll('[role=tab]')];
for (const tab of tabs) {
  tab.addEventListener('click', () => { enter(tab.dataset.place); });
  tab.addEventListener('keydown', event => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    const other = tabs.find(one => one !== tab);
    enter(other.dataset.place);
    other.focus();
  });
}

for (const dialog of [sheet, newcomer]) {
  dialog.querySelector('.close').addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => { if (document.activeElement === document.body) say.focus(); });
}

sheet.addEventListener('cancel', event => {
  const problem = sheet.querySelector('.problem');
  if (!sheet.isDirty() || !problem.hidden) return;
  event.preventDefault();
  Object.assign(problem, { textContent: 'Nothing is sent yet. Press Escape once more to leave without sending.', hidden: false });
});

function addPerson() {
  $('newcomer-error').hidden = true;
  $('newcomer-name').value = '';
  newcomer.showModal();
  $('newcomer-name').focus();
}

$('add').addEventListener('click', addPerson);
newcomer.querySelector('form').addEventListener('submit', async event => {
  event.preventDefault();
  try {
    const person = await insist('POST', '/chat/people', { name: $('newcomer-name').value.trim() });
    people.push(person);
    newcomer.close();
    become(person);
    say.focus();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    Object.assign($('newcomer-error'), { textContent: error.message, hidden: false });
    $('newcomer-name').setAttribute('aria-invalid', 'true');
    $('newcomer-name').focus();
  }
});

function start() {
  me = null;
  view = emptyView();
  log.replaceChildren();
  drawPeople();
  drawPlaces();
  const first = people.find(person => person.id === sessionStorage.getItem('as')) ?? people[0];
  if (first) return become(first);
  drawWelcome();
  if (!newcomer.open) addPerson();
}

// The empty dashboard leads here: a steward gets the form at once, and only on the first visit.
async function beginSetup() {
  history.replaceState(null, '', location.pathname);
  const steward = people.find(person => person.roles.includes('steward'));
  if (steward) become(steward);
  if (place !== 'direct') enter('direct');
  await sayLine('setup');
}

place = sessionStorage.getItem('in') === 'general' ? 'general' : 'direct';
people = (await insist('GET', '/chat/people')).people;
start();
if (me && location.hash === '#setup') await beginSetup();
// On a phone the focus would bring up the keyboard before anybody asked for it.
else if (me && !matchMedia('(pointer: coarse)').matches) say.focus();
