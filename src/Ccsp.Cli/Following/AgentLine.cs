namespace Ccsp.Cli.Following;

/// <summary>One of the two is set.</summary>
/// <param name="Says">A text.</param>
/// <param name="Uses">The name of a tool.</param>
/// <param name="IsPlain">A line of a program, and no text of an agent.</param>
internal sealed record AgentLine(string? Says, string? Uses, bool IsPlain = false);
