/** An argument as a shell takes it: bare where it can be, else in quotes of the kind it does not contain. */
export function quoteArgument(argument: string): string {
  if (/^[\w@%+=:,./-]+$/.test(argument)) return argument;
  return argument.includes('"') ? `'${argument.replaceAll("'", String.raw`'\''`)}'` : `"${argument}"`;
}
