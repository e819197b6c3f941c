namespace Ccsp.Cli;

/// <summary>One of the two is set.</summary>
internal sealed record AgentLine(string? Says, string? Uses);
