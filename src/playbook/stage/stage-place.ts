import type { YamlDocument } from '../../document/yaml/yaml.ts';
import type { Inherited } from '../include/inherited.ts';

/** Where a stage stands, and what counts for it. */
export interface StagePlace {
  readonly document: YamlDocument;
  readonly index: number;
  readonly inherited: Inherited;
}
