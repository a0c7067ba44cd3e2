import type { Place } from '../../document/problem.ts';
import type { Host, Vars } from '../../inventory/host/host.ts';
import type { HostParts, RawVars } from '../../playbook/playbook.ts';
import { type SecretText, secretSourceOf, withSecretTexts } from '../../secret/secret-value.ts';
import { hostScope } from '../../template/host-scope.ts';
import { isTemplate, VarResolver } from '../../template/resolve-vars.ts';
import { onMade, type Scope } from '../../template/scope.ts';
import type { Known } from '../plan.ts';
import type { PlanInput } from '../plan-input.ts';
import { HostProblems, type StageFile } from './host-problems.ts';

/** The variables of each host, low to high: inventory, playbook, stage, `-e`. */
export class HostVars {
  /** What cannot be filled in; grows while hosts are asked for. */
  readonly problems = new HostProblems();
  readonly #playbook: RawVars;
  readonly #extra: Vars;
  readonly #secretText: SecretText;
  readonly #heard: Pick<Scope, typeof onMade>;
  readonly #resolver: VarResolver;
  readonly #byHost = new Map<Host, Vars>();
  readonly #layers = new WeakMap<RawVars, WeakMap<Vars, Layers>>();

  /** `secretText` is asked for each secret among the vars of the hosts that are asked for. */
  constructor({ playbook, extraVars, tellMade, doubts }: VarsInput, secretText: SecretText) {
    this.#resolver = new VarResolver(doubts?.vars);
    this.#playbook = playbook.vars;
    this.#secretText = secretText;
    this.#heard = tellMade === undefined ? {} : { [onMade]: tellMade };
    this.#extra = withSecretTexts(extraVars, secretText);
  }

  /**
   * With their own templates filled in. Equal sets are one object where the inventory shares them. `file`: of the stage,
   * for what is found now.
   */
  of(host: Host, { vars }: Pick<HostParts, 'vars'>, file?: StageFile): Vars {
    if (Object.keys(vars.values).length > 0) return this.#resolve(host, vars, file);
    const known = this.#byHost.get(host) ?? this.#resolve(host, this.#playbook, file);
    this.#byHost.set(host, known);
    return known;
  }

  /** What a stage sees that runs on no host: the playbook's vars and its own as far as they need no host, and `-e`. */
  ofNoHost(stage?: RawVars): Vars {
    const { written, secrets } = this.#split({ ...this.#playbook.values, ...stage?.values });
    const broken = new Set<string>();
    const at = (name: string) => {
      broken.add(name.split('.')[0] ?? name);
      const [root = ''] = name.split('.');
      const layer = stage !== undefined && Object.hasOwn(stage.values, root) ? stage : this.#playbook;
      return layer.at.bind(undefined, name.split('.'));
    };
    const scope = { ...secrets, ...this.#extra, run: {}, ...this.#heard };
    const { vars } = this.#resolver.resolve(written, at, scope);
    const whole = Object.entries(vars).filter(
      ([name, value]) => !broken.has(name) && !(value === written[name] && isTemplate(value)),
    );
    return { ...this.#filled(Object.fromEntries(whole)), ...secrets, ...this.#extra };
  }

  /** What templates and conditions see of a host. */
  scopeOf(host: Host, vars: Vars, { results, facts, result }: Known): Scope {
    return {
      ...vars,
      vars,
      host: hostScope(host),
      results,
      run: {},
      ...(facts !== undefined && { facts }),
      ...(result !== undefined && { result }),
      ...this.#heard,
    };
  }

  /** What they see on this machine. */
  scopeOfNoHost(vars: Vars, results: Vars): Scope {
    return { ...vars, vars, results, run: {}, ...this.#heard };
  }

  #resolve(host: Host, stage: RawVars, file: StageFile | undefined): Vars {
    const { written, secrets, complete } = this.#layersOf(host.vars, stage);
    const scope = { ...secrets, ...this.#extra, host: hostScope(host), run: {}, ...this.#heard };
    const at = (name: string) => this.#placeOf(host, stage, name);
    const { vars, problems } = this.#resolver.resolve(written, at, scope);
    for (const problem of problems) this.problems.add(problem, host.name, file);
    return vars === written ? complete : { ...this.#filled(vars), ...secrets, ...this.#extra };
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
    const { written, secrets } = this.#split(Object.fromEntries(own));
    return { written, secrets, complete: { ...this.#filled(written), ...secrets, ...this.#extra } };
  }

  /** The text of a secret is data, as what `-e` says: it is never a template. */
  #split(values: Readonly<Record<string, unknown>>): Omit<Layers, 'complete'> {
    const isSecret = ([, value]: [string, unknown]) => secretSourceOf(value) !== undefined;
    const [own, secrets] = [Object.entries(values), Object.entries(values).filter(isSecret)];
    const written = secrets.length === 0 ? values : Object.fromEntries(own.filter((each) => !isSecret(each)));
    // YAML has no more than JSON can say.
    return { written: written as Vars, secrets: this.#filled(Object.fromEntries(secrets) as Vars) };
  }

  /** With the secrets that stand deeper inside. */
  #filled(vars: Vars): Vars {
    return withSecretTexts(vars, this.#secretText);
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

type VarsInput = Pick<PlanInput, 'playbook' | 'extraVars' | 'tellMade' | 'doubts'>;

interface Layers {
  /** What files say: texts are templates. Without the names that `-e` sets. */
  readonly written: Vars;
  /** By name; their texts. */
  readonly secrets: Vars;
  /** With what `-e` says, which is data and never a template. */
  readonly complete: Vars;
}
