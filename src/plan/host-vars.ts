import type { Place } from '../document/problem.ts';
import type { Host, Vars } from '../inventory/host.ts';
import type { LoadedHostStage, Playbook, RawVars } from '../playbook/playbook.ts';
import { hostScope } from '../template/host-scope.ts';
import { isTemplate, VarResolver } from '../template/resolve-vars.ts';
import type { Scope } from '../template/scope.ts';
import { HostProblems } from './host-problems.ts';
import type { Known } from './plan.ts';

/** The variables of each host, low to high: inventory, playbook, stage, `-e`. */
export class HostVars {
  /** What cannot be filled in; grows while hosts are asked for. */
  readonly problems = new HostProblems();
  readonly #playbook: RawVars;
  readonly #extra: Vars;
  readonly #resolver = new VarResolver();
  readonly #byHost = new Map<Host, Vars>();
  readonly #layers = new WeakMap<RawVars, WeakMap<Vars, Layers>>();

  constructor({ vars }: Playbook, extra: Vars) {
    this.#playbook = vars;
    this.#extra = extra;
  }

  /** With their own templates filled in. Equal sets are one object where the inventory shares them. */
  of(host: Host, { vars }: LoadedHostStage): Vars {
    if (Object.keys(vars.values).length > 0) return this.#resolve(host, vars);
    const known = this.#byHost.get(host) ?? this.#resolve(host, this.#playbook);
    this.#byHost.set(host, known);
    return known;
  }

  /** What an assert sees, which belongs to no host: the playbook's vars as far as they need no host, and `-e`. */
  ofNoHost(): Vars {
    const { values } = this.#playbook;
    const written = values as Vars; // YAML has no more than JSON can say.
    const broken = new Set<string>();
    const at = (name: string) => {
      broken.add(name.split('.')[0] ?? name);
      return this.#playbook.at.bind(undefined, name.split('.'));
    };
    const { vars } = this.#resolver.resolve(written, at, { ...this.#extra, run: {} });
    const whole = Object.entries(vars).filter(
      ([name, value]) => !broken.has(name) && !(value === written[name] && isTemplate(value)),
    );
    return { ...Object.fromEntries(whole), ...this.#extra };
  }

  #resolve(host: Host, stage: RawVars): Vars {
    const { written, complete } = this.#layersOf(host.vars, stage);
    const scope = { ...this.#extra, host: hostScope(host), run: {} };
    const at = (name: string) => this.#placeOf(host, stage, name);
    const { vars, problems } = this.#resolver.resolve(written, at, scope);
    for (const problem of problems) this.problems.add(problem, host.name);
    return vars === written ? complete : { ...vars, ...this.#extra };
  }

  #layersOf(ofHost: Vars, stage: RawVars): Layers {
    const known = this.#layers.get(stage) ?? new WeakMap<Vars, Layers>();
    this.#layers.set(stage, known);
    const layers = known.get(ofHost) ?? this.#mergeLayers(ofHost, stage);
    known.set(ofHost, layers);
    return layers;
  }

  #mergeLayers(ofHost: Vars, stage: RawVars): Layers {
    const all = { ...ofHost, ...this.#playbook.values, ...stage.values };
    const own = Object.entries(all).filter(([name]) => !Object.hasOwn(this.#extra, name));
    const written = Object.fromEntries(own) as Vars; // YAML has no more than JSON can say.
    return { written, complete: { ...written, ...this.#extra } };
  }

  /** `name` goes on with dots inside lists and maps. */
  #placeOf(host: Host, stage: RawVars, name: string): (offset: number, length?: number) => Place {
    const path = name.split('.');
    const [root = ''] = path;
    const layer = [stage, this.#playbook].find(({ values }) => Object.hasOwn(values, root));
    if (layer !== undefined) return (offset, length) => layer.at(path, offset, length);
    const place = host.origins.get(root)?.place ?? host.place;
    return () => place ?? { file: 'inventory', line: 1, column: 1 };
  }
}

interface Layers {
  /** What files say: texts are templates. Without the names that `-e` sets. */
  readonly written: Vars;
  /** With what `-e` says, which is data and never a template. */
  readonly complete: Vars;
}

/** What templates and conditions see of a host. */
export function scopeOf(host: Host, vars: Vars, { results, facts, result }: Known): Scope {
  return {
    ...vars,
    vars,
    host: hostScope(host),
    results,
    run: {},
    ...(facts !== undefined && { facts }),
    ...(result !== undefined && { result }),
  };
}
