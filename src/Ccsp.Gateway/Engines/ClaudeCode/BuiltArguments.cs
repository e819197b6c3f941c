namespace Ccsp.Gateway.Engines.ClaudeCode;

/// <summary>An argument list, the files it names, and what the CLI will write because of it.</summary>
internal sealed record BuiltArguments(IReadOnlyList<string> List, IReadOnlyList<CommandFile> Files, OutputFormat Format);
