namespace Ccsp.Gateway.Engines.ClaudeCode;

/// <summary>An argument list, the files it refers to, and the output format it selects.</summary>
internal sealed record BuiltArguments(IReadOnlyList<string> List, IReadOnlyList<CommandFile> Files, OutputFormat Format);
