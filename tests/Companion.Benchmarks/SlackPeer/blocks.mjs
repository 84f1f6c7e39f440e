// Block Kit, as Companion draws it.
const plain = words => ({ type: 'plain_text', text: words, emoji: false });

export const divider = { type: 'divider' };
export const text = (words, style) => style ? { type: 'text', text: words, style } : { type: 'text', text: words };
export const date = (timestamp, format) => ({ type: 'date', timestamp, format, fallback: new Date(timestamp * 1000).toISOString() });
export const header = words => ({ type: 'header', text: plain(words) });
export const rich = elements => ({ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] });
export const field = (label, ...value) => [text(`${label}: `, { bold: true }), ...value];
export const list = items => ({ type: 'rich_text', elements: [{ type: 'rich_text_list', style: 'bullet', elements: items.map(elements => ({ type: 'rich_text_section', elements })) }] });
export const actions = buttons => ({ type: 'actions', elements: buttons.map(([label, value], i) => ({ type: 'button', action_id: `say-${i}`, text: plain(label), value })) });

/** A slider: its stages, with the level in brackets, what evidence supports ticked and the target flagged. */
export function meter(unit) {
  const leaves = [text(unit.name, { bold: true }), text('\n')];
  for (const stop of [0, 20, 40, 60, 80, 100]) {
    if (stop > 0)
      leaves.push(text(' · '));
    const marks = `${stop === unit.level ? `[${stop}]` : stop}${stop === unit.supported ? ' ✓' : ''}${stop === unit.target ? ' ⚑' : ''}`;
    leaves.push(stop === unit.level ? text(marks, { bold: true }) : text(marks));
  }
  const target = unit.target ? `target ${unit.target} by ${new Date(unit.target_by * 1000).toDateString()}` : 'no target';
  leaves.push(text(`\nLevel ${unit.level} (centralized), evidence supports ${unit.supported}, ${target}`));
  return rich(leaves);
}
