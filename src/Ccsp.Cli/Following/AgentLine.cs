namespace Ccsp.Cli.Following;

/// <summary>Either a text or a tool.</summary>
/// <param name="Says">The text.</param>
/// <param name="Uses">The tool's name.</param>
/// <param name="IsPlain">A line of a program rather than a text of an agent.</param>
internal sealed record AgentLine(string? Says, string? Uses, bool IsPlain = false);
