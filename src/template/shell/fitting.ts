import type { Fault } from '../fault.ts';
import type { Fitting } from '../template.ts';
import type { Choice, Insertion, Loop, TemplateNode } from '../tree.ts';
import type { Walked } from '../walk.ts';
import { hereRefusal } from './here-check.ts';
import { type Listener, readText } from './lexer.ts';
import { merge } from './merge.ts';
import { quote } from './quote.ts';
import { secondShell } from './second-shell.ts';
import { passValue, placeValue, type Slot } from './slot.ts';
import { copyOf, innermost, type ShellState, startOfText } from './state.ts';
import { unclosedFault } from './unclosed.ts';

/** Decides for each value of a command how it is quoted, by the shell text around it. */
export function shellFitting(nodes: readonly TemplateNode[]): Fitting {
  const placing = new Placing();
  const end = placing.read(nodes, startOfText());
  placing.finish(end);
  const { slots } = placing;
  return {
    faults: placing.faults,
    fit: (insertion, value) => {
      const slot = slots.get(insertion);
      // `{{{x}}}` has no slot.
      return slot ? quote(slot, value, end.needs.get(insertion)) : rawFit(value);
    },
    inspect: (walked) => hereFaults(walked, slots),
  };
}

function rawFit(value: unknown) {
  return quote({ kind: 'here', document: rawDocument }, value);
}

const rawDocument = { delimiter: '', isQuoted: true, stripsTabs: false, isInSubstitution: false };

class Placing {
  readonly slots = new Map<Insertion, Slot>();
  readonly faults: Fault[] = [];
  #hasInsertion = false;
  readonly #listener: Listener = {
    onGlued: ({ alone }) => {
      for (const insertion of alone) {
        const slot = this.slots.get(insertion);
        if (slot?.kind === 'word') slot.refusesList ??= 'is a list and only a part of a word';
      }
    },
    onGluedNumber: ({ values }) => {
      for (const { span } of values) {
        this.#refuse(span, 'is glued to a number or a name', 'Put an operator between them.');
      }
    },
  };

  read(nodes: readonly TemplateNode[], start: ShellState): ShellState {
    let state = start;
    for (const node of nodes) {
      if (node.kind === 'literal') readText(state, node.text, node.offset, this.#listener);
      else if (node.kind === 'insertion') this.#insert(node, state);
      else state = node.kind === 'choice' ? this.#choose(node, state) : this.#loop(node, state);
    }
    return state;
  }

  finish(state: ShellState): void {
    const fault = this.#hasInsertion && this.faults.length === 0 ? unclosedFault(state) : undefined;
    if (fault) this.faults.push(fault);
  }

  #insert(node: Insertion, state: ShellState): void {
    this.#hasInsertion = true;
    if (node.isRaw) {
      this.#insertRaw(node, state);
      return;
    }
    const warning = secondShell(node, state);
    const wasLost = state.lost !== undefined;
    const placed = placeValue(state, node, this.#listener.onGlued);
    if ('slot' in placed) {
      if (warning) this.faults.push(warning);
      this.#take(node, placed.slot);
      return;
    }
    const { reason, advice } = placed.refusal;
    // Behind a place that cannot be read every value would say the same.
    const isTold = wasLost && this.faults.some(({ message }) => message.endsWith(`${reason}.`));
    if (!isTold) this.#refuse(node.span, reason, advice);
  }

  #insertRaw(node: Insertion, state: ShellState): void {
    const { kind } = innermost(state);
    if (kind === 'single' || kind === 'double') {
      this.faults.push({
        code: 'shell-raw',
        severity: 'warning',
        message: '{{{…}}} stands inside quotes: a quote in the value would end them.',
        advice: 'Write {{…}}, which is quoted for this place.',
        span: node.span,
      });
    }
    passValue(state, this.#listener.onGlued);
  }

  /** A loop comes by twice: what its second round finds counts too. */
  #take(node: Insertion, slot: Slot): void {
    const before = this.slots.get(node);
    if (slot.kind === 'word' && before?.kind === 'word') slot.refusesList ??= before.refusesList;
    this.slots.set(node, slot);
  }

  #choose(node: Choice, state: ShellState): ShellState {
    const whenTrue = this.read(node.whenTrue, copyOf(state));
    const whenFalse = this.read(node.whenFalse, copyOf(state));
    return this.#merged(whenTrue, whenFalse, node);
  }

  #loop(node: Loop, state: ShellState): ShellState {
    const once = this.#merged(copyOf(state), this.read(node.body, copyOf(state)), node);
    const twice = this.#merged(copyOf(once), this.read(node.body, copyOf(once)), node);
    return this.#merged(twice, this.read(node.whenEmpty, copyOf(state)), node);
  }

  #merged(left: ShellState, right: ShellState, { span }: Choice | Loop): ShellState {
    const merged = merge(left, right);
    if (merged) return merged;
    const reason = 'comes after branches that end in different quotes';
    const advice = 'Close in each branch what is opened in it.';
    if (this.faults.length === 0) {
      const message = 'The branches end in different quotes or constructs of the shell.';
      this.faults.push({ code: 'shell-context', message, advice, span });
    }
    return { ...left, lost: { reason, advice } };
  }

  #refuse(span: Fault['span'], reason: string, advice: string): void {
    const message = `A value ${reason}.`;
    if (this.faults.some((fault) => fault.span === span && fault.message === message)) return;
    this.faults.push({ code: 'shell-context', message, advice, span });
  }
}

function hereFaults({ text, inserted }: Walked, slots: ReadonlyMap<Insertion, Slot>): Fault[] {
  return inserted.flatMap(({ insertion, start, end }): Fault[] => {
    const slot = slots.get(insertion);
    const reason = slot?.kind === 'here' ? hereRefusal(text, start, end, slot.document) : undefined;
    if (reason === undefined) return [];
    const advice = 'Use a delimiter that no value holds, and << instead of <<-.';
    return [{ code: 'shell-context', message: `A value ${reason}.`, advice, span: insertion.span }];
  });
}
