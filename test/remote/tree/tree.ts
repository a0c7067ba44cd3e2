import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Link, newNonce } from '../../../src/remote/link.ts';
import { applyTree } from '../../../src/remote/tree/apply-tree.ts';
import { compareTree } from '../../../src/remote/tree/compare-tree.ts';
import type { TreeDifference, TreeGoal } from '../../../src/remote/tree/source-tree.ts';
import { SourceTrees } from '../../../src/run/source/source-trees.ts';
import { localConnection } from '../local-connection.ts';

/** A source and a destination on this machine. */
export class TreePlace implements Disposable {
  readonly directory = mkdtempSync(join(tmpdir(), 'aeonrun-tree-'));
  readonly source = join(this.directory, 'source');
  readonly target = join(this.directory, 'home', 'target');

  link(): Link {
    return {
      host: 'm1',
      connection: localConnection({ HOME: join(this.directory, 'home') }),
      attemptId: newNonce(),
      signal: new AbortController().signal,
    };
  }

  async goal(more: Partial<TreeGoal> = {}): Promise<TreeGoal> {
    const tree = await new SourceTrees().get(`${this.source}/`);
    return { tree, destination: this.target, isMirror: false, ...more };
  }

  async compare(more: Partial<TreeGoal> = {}): Promise<TreeDifference> {
    return compareTree(this.link(), await this.goal(more), { timeoutMs: 20_000 });
  }

  /** As a stage does it: compares, then applies. */
  async bring(more: Partial<TreeGoal> = {}): Promise<TreeDifference> {
    const goal = await this.goal(more);
    const link = this.link();
    const difference = await compareTree(link, goal, { timeoutMs: 20_000 });
    await applyTree(link, goal, difference, { timeoutMs: 20_000 });
    return difference;
  }

  [Symbol.dispose](): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
