// A Bolt for JavaScript app that answers what SlackLoad sends: status, the form of a check-in, App Home. It does what a good app of its kind would do and no more:
// the state of a unit is a row (nothing is assessed, no history, no roles beyond "is known here"), statements are prepared once, an answer is one transaction.
// node app.mjs PORT DATABASE, with SLACK_SIGNING_SECRET and SLACK_API_URL.
import bolt from '@slack/bolt';
import Database from 'better-sqlite3';
import { divider, field, header, actions, date, list, meter, rich, text } from './blocks.mjs';

const [port, file] = [Number(process.argv[2]), process.argv[3]];
const team = 'T00000001';
const closes = Math.floor(Date.now() / 1000) + 6 * 86400;

const db = new Database(file);
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL'); // as Companion's: an answer that is acknowledged is on the disk
db.pragma('wal_autocheckpoint = 8000'); // as Companion's: fewer checkpoints, twice the answers
db.exec(`
  CREATE TABLE people (team TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, is_guest INT NOT NULL, PRIMARY KEY (team, id)) WITHOUT ROWID;
  CREATE TABLE units (team TEXT NOT NULL, key TEXT NOT NULL, name TEXT NOT NULL, level INT NOT NULL, supported INT NOT NULL, target INT, target_by INT,
    status TEXT NOT NULL, since INT NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (team, key)) WITHOUT ROWID;
  CREATE TABLE participants (team TEXT NOT NULL, round INT NOT NULL, user TEXT NOT NULL, answered_at INT, PRIMARY KEY (team, round, user)) WITHOUT ROWID;
  CREATE TABLE answers (team TEXT NOT NULL, round INT NOT NULL, user TEXT NOT NULL, question TEXT NOT NULL, value INT, at INT NOT NULL,
    PRIMARY KEY (team, round, user, question)) WITHOUT ROWID;
  CREATE TABLE deliveries (team TEXT NOT NULL, key TEXT NOT NULL, at INT NOT NULL, PRIMARY KEY (team, key)) WITHOUT ROWID;`);

const addUnit = db.prepare('INSERT INTO units VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
for (const [key, name] of [['contributors', 'External contributors'], ['core-team', 'Core team'], ['finance', 'Finance'], ['processes', 'Internal processes'], ['tech-stack', 'Technology stack']]) {
  const [target, by, status, reason] = key === 'contributors'
    ? [40, 1830211200, 'Blind', 'More than half of what guards stage 20 is unknown. Ask or connect first: first-response.']
    : [null, null, 'Steady', 'No target is set, so nothing is asked of it.'];
  addUnit.run(team, key, name, 0, 0, target, by, status, Math.floor(Date.now() / 1000), reason);
}

const person = db.prepare('SELECT name, is_guest FROM people WHERE team = ? AND id = ?');
const meet = db.prepare('INSERT INTO people VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING');
const take = db.prepare('INSERT INTO participants VALUES (?, 1, ?, NULL) ON CONFLICT DO NOTHING');
const units = db.prepare('SELECT * FROM units WHERE team = ? ORDER BY name');
const progress = db.prepare('SELECT COUNT(answered_at) AS answered, COUNT(*) AS asked FROM participants WHERE team = ? AND round = 1');
const mine = db.prepare('SELECT answered_at FROM participants WHERE team = ? AND round = 1 AND user = ?');
const deliver = db.prepare('INSERT INTO deliveries VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
const put = db.prepare(`INSERT INTO answers VALUES (?, 1, ?, ?, ?, ?)
  ON CONFLICT (team, round, user, question) DO UPDATE SET value = excluded.value, at = excluded.at`);
const answered = db.prepare('UPDATE participants SET answered_at = ? WHERE team = ? AND round = 1 AND user = ?');

// An answer, its question marked as answered, and the key of the delivery: together or not at all. A repeat changes nothing.
const keep = db.transaction((team, user, key, answers, now) => {
  if (deliver.run(team, key, now).changes === 0)
    return;
  for (const [question, value] of answers)
    put.run(team, user, question, value, now);
  answered.run(now, team, user);
});

// Who speaks for the first time is asked about once.
async function known(team, user, client) {
  const found = person.get(team, user);
  if (found)
    return found;
  const { user: info } = await client.users.info({ user });
  meet.run(team, user, info.profile.display_name, info.is_restricted ? 1 : 0);
  take.run(team, user);
  return person.get(team, user);
}

function statusBlocks(team) {
  const [all, round] = [units.all(team), progress.get(team)];
  return [
    header('The equalizer'),
    ...all.flatMap(u => [meter(u), rich([text(u.status, { bold: true }), text(' since '), date(u.since, '{date_short}'), text('. '), text(u.reason)])]),
    rich([text('The stability gate is unknown.')]),
    rich([...field('Open check-in', text(`${round.answered} of ${round.asked} answered, until `), date(closes, '{date_short} at {time}')), ...field('\nNext check-in', date(closes + 3600, '{date_short} at {time}'))]),
    actions(all.map(u => [`Why ${u.name}?`, `why ${u.key}`])),
  ];
}

const questions = {
  'gate/iterations-left': { title: 'How many more big iterations before the product fits its market?', read: s => Number.parseInt(s.v?.value ?? '', 10), says: n => `${n} iterations` },
  'gate/predictable': { title: 'We could predict how people would react if we handed over more control.', read: s => Number.parseInt(s.v?.selected_option?.value?.slice(1) ?? '', 10), says: n => `${n} of 5` },
};

function thanks(answers) {
  return {
    type: 'modal', callback_id: 'card', title: { type: 'plain_text', text: 'Companion', emoji: false }, close: { type: 'plain_text', text: 'Close', emoji: false },
    blocks: [
      header('Check-in: thank you'),
      list(answers.map(([question, value]) => [text(`${questions[question].title} `), text(questions[question].says(value), { bold: true })])),
      rich([text('You can change this until '), date(closes, '{date_short} at {time}'), text('.')]),
      actions([['Change', 'answer 1']]),
    ],
  };
}

const receiver = new bolt.HTTPReceiver({
  signingSecret: process.env.SLACK_SIGNING_SECRET, endpoints: ['/slack/events', '/slack/commands', '/slack/interactions'], logLevel: bolt.LogLevel.ERROR,
});
const app = new bolt.App({
  receiver, logLevel: bolt.LogLevel.ERROR, clientOptions: { slackApiUrl: process.env.SLACK_API_URL },
  authorize: async () => ({ botToken: 'xoxb-load', botId: 'B00000001', botUserId: 'U0BOT' }),
});

app.command('/equalizer', async ({ command, ack, client }) => {
  await known(command.team_id, command.user_id, client);
  if (command.text.trim() === 'answer') {
    await ack();
    await client.views.open({
      trigger_id: command.trigger_id,
      view: {
        type: 'modal', callback_id: 'answer', private_metadata: '1', title: { type: 'plain_text', text: 'Check-in' }, submit: { type: 'plain_text', text: 'Send answers' },
        blocks: Object.entries(questions).map(([block, q]) => ({
          type: 'input', block_id: block, optional: true, label: { type: 'plain_text', text: q.title }, element: { type: 'plain_text_input', action_id: 'v' },
        })),
      },
    });
    return;
  }
  await ack({ response_type: 'ephemeral', text: 'The equalizer', blocks: statusBlocks(command.team_id) });
});

app.view('answer', async ({ ack, body, view, client }) => {
  await known(body.team.id, body.user.id, client);
  const [answers, errors] = [[], {}];
  for (const [block, state] of Object.entries(view.state.values)) {
    const value = questions[block]?.read(state);
    if (Number.isInteger(value) && value >= 0 && value <= 100)
      answers.push([block, value]);
    else
      errors[block] = 'A number from 0 to 100, please.';
  }
  if (Object.keys(errors).length > 0)
    return ack({ response_action: 'errors', errors });
  keep(body.team.id, body.user.id, `${view.id} ${view.hash}`, answers, Math.floor(Date.now() / 1000));
  await ack({ response_action: 'update', view: thanks(answers) });
});

app.event('app_home_opened', async ({ event, body, client }) => {
  await known(body.team_id, event.user, client);
  const open = mine.get(body.team_id, event.user);
  const waits = open && !open.answered_at
    ? [rich([text('A check-in waits for you.', { bold: true })]), actions([['Answer', 'answer 1']]), divider]
    : [rich([text('Nothing waits for you.')]), divider];
  await client.views.publish({ user_id: event.user, view: { type: 'home', callback_id: 'home', blocks: [...waits, ...statusBlocks(body.team_id)] } });
});

app.error(async e => console.error('bolt error', e.message));
await app.start({ port, host: '127.0.0.1' });
