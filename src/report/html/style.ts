import { outcomes } from '../../result/outcome.ts';
import { Markup } from '../markup/markup.ts';

/** Of the page: light or dark as the reader has it, and legible on paper and where styles are taken out. */
export const style = new Markup(`
:root { color-scheme: light dark; --back: #fff; --fore: #1d2126; --dim: #667080; --line: #dfe3e8; --soft: #f5f6f8;
  --ok: #1a7f37; --bad: #c62a2f; --warn: #9a6700; --busy: #0969a8; }
@media (prefers-color-scheme: dark) { :root { --back: #14171b; --fore: #dde2e8; --dim: #8f99a6; --line: #2c333b;
  --soft: #1c2126; --ok: #4cc36a; --bad: #ff7b72; --warn: #e3b341; --busy: #6cb6ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 78rem; padding: 1.5rem; background: var(--back); color: var(--fore);
  font: 15px/1.5 system-ui, sans-serif; }
h1 { margin: 0; font-size: 1.5rem; } h2 { margin: 2rem 0 .5rem; font-size: 1.1rem; } h3 { margin: 0; font-size: 1rem; }
p { margin: .25rem 0; } small, .dim, dt, .address, .head { color: var(--dim); } small { font-size: .85em; }
a { color: inherit; } i { font-style: normal; } .strong { font-weight: 600; }
.good, .ok { color: var(--ok); } .bad, .failed, .unreachable { color: var(--bad); }
.warn, .unknown, .cancelled, .tolerated { color: var(--warn); } .busy, .open { color: var(--busy); } .skipped { color: var(--dim); }
.verdict { font-size: 1.15rem; } .note { padding: .4rem .7rem; border-left: 3px solid var(--warn); background: var(--soft); }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(30rem, 100%), 1fr)); gap: 0 2rem; margin: 1rem 0; font-size: .9em; }
dl div { display: flex; gap: .6rem; min-width: 0; } dt { flex: 0 0 5.5rem; } dd { margin: 0; overflow-wrap: anywhere; }
details { border-bottom: 1px solid var(--line); } summary { display: grid; gap: .6rem; align-items: center; padding: .25rem .4rem;
  cursor: pointer; list-style: none; } summary::-webkit-details-marker { display: none; }
summary:hover, details[open] > summary { background: var(--soft); }
.stage > summary { grid-template-columns: 1.1rem 2.6rem minmax(10rem, 22rem) minmax(5rem, 1fr) 4.2rem minmax(10rem, 20rem); }
.stage b { font-weight: 400; color: var(--dim); } .name { overflow-wrap: anywhere; } .name small { margin-left: .6rem; }
.came span { white-space: nowrap; } .took { text-align: right; color: var(--dim); font-variant-numeric: tabular-nums; }
.track { position: relative; height: .7rem; border-radius: .2rem; background: var(--soft); }
.track > span { position: absolute; inset: 0 auto 0 0; display: flex; min-width: 3px; border-radius: .2rem; overflow: hidden; }
.track i { background: currentColor; } .track .skipped { opacity: .35; } .track .open { opacity: .4; }
.inside, .host > table, .host > p { margin: .3rem 0 .8rem 2rem; } .inside:empty { display: none; }
.heading { margin-top: .6rem; color: var(--dim); } code, pre { font: 13px/1.45 ui-monospace, monospace; }
code { overflow-wrap: anywhere; } pre { margin: .2rem 0 .6rem; padding: .4rem .7rem; max-height: 24rem; overflow: auto; white-space: pre-wrap;
  overflow-wrap: anywhere; background: var(--soft); border-left: 3px solid var(--line); } pre.stderr { border-color: var(--warn); }
.said:target, .stage:target > summary { outline: 2px solid var(--busy); }
article { margin: .6rem 0; padding: .5rem .8rem; border-left: 3px solid currentColor; background: var(--soft); }
article > * { color: var(--fore); } article small { color: var(--dim); }
.hosts { overflow-x: auto; } .hosts > input { position: absolute; opacity: 0; } .filters { display: flex; flex-wrap: wrap; gap: .4rem; margin-bottom: .5rem; }
.filters label { padding: .1rem .7rem; border: 1px solid var(--line); border-radius: 1rem; cursor: pointer; }
.head, .host > summary { display: grid; gap: .6rem; padding: .15rem .4rem;
  grid-template-columns: 1.1rem minmax(8rem, 14rem) minmax(6rem, 12rem) minmax(calc(var(--stages) * var(--cell)), 1fr) 4.5rem; }
.host { color: inherit; content-visibility: auto; contain-intrinsic-size: auto 2rem; } .cells { display: flex; } .cells i { flex: 0 0 var(--cell); text-align: center; }
.names { border: 0; } .names > summary { display: block; padding: 0; color: var(--dim); text-decoration: underline dotted; }
table { border-collapse: collapse; } td { padding: .1rem .7rem .1rem 0; vertical-align: top; overflow-wrap: anywhere; } td:nth-child(3) { white-space: nowrap; color: var(--dim); }
.earlier { color: var(--dim); }
${[...outcomes, 'open'].map(hidesOthers).join('\n')}
.hosts > input:focus-visible ~ .filters { outline: 2px solid var(--busy); }
${['all', ...outcomes, 'open'].map(marksChosen).join('\n')}
@media (max-width: 60rem) { .stage > summary { grid-template-columns: 1.1rem 2.6rem 1fr 4.2rem; } .stage .track { display: none; }
  .stage .came { grid-column: 3 / -1; } .address { display: none; }
  .head, .host > summary { grid-template-columns: 1.1rem minmax(6rem, 1fr) minmax(calc(var(--stages) * var(--cell)), 2fr) 4.5rem; } .head span:nth-child(3) { display: none; } }
@media print { body { max-width: none; padding: 0; } .filters { display: none; } pre { max-height: none; } }
`);

function hidesOthers(outcome: string): string {
  return `#show-${outcome}:checked ~ .host:not(.${outcome}) { display: none; }`;
}

function marksChosen(id: string): string {
  return `#show-${id}:checked ~ .filters [for=show-${id}] { border-color: currentColor; font-weight: 600; }`;
}
