import { lostOutput } from '../template/lost-output.ts';
import type { Range } from './references.ts';

/** Why a condition could not be evaluated for a host, without any value. */
export function runtimeSentence(text: string, code: string, range: Range | undefined): string {
  const part = range ? text.slice(range.start, range.end) : text;
  const where = part === text ? '' : ` in the condition \`${text}\``;
  switch (code) {
    case 'unknown_variable':
    case 'no_such_key':
      if (range !== undefined && isOutputOfResult(text.slice(0, range.end)))
        return `\`${part}\`${where} ${lostOutput} To ask whether it is there, write has(…).`;
      return `\`${part}\`${where} is not there for this host. To ask whether it is, write has(…).`;
    case 'no_such_overload':
    case 'variable_type_mismatch':
    case 'field_type_mismatch':
      return `\`${part}\`${where} has values of types that do not go together on this host.`;
    case 'index_out_of_bounds':
      return `\`${part}\`${where} asks for an item that the list does not have on this host.`;
    case 'division_by_zero':
      return `\`${part}\`${where} divides by zero on this host.`;
    case 'int_conversion_error':
    case 'uint_conversion_error':
    case 'double_conversion_error':
      return `\`${part}\`${where} cannot be computed for this host: the text is no number there, or empty.`;
    default:
      return `\`${part}\`${where} cannot be computed for this host: a value is not of the form that it needs.`;
  }
}

/** Whether the text ends with a field that is there for every result, but for one whose output is lost. */
function isOutputOfResult(text: string): boolean {
  return /\bresults(?:\.\w+|\[[^\]]*\])\.std(?:out|err)$/.test(text);
}
