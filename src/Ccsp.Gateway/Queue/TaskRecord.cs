using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue;

/// <summary>A task with its submission and, when ended, its result.</summary>
internal sealed record TaskRecord(AgentTask Task, TaskSubmission Spec)
{
    public string? Result { get; init; }

    public bool ResultTruncated { get; init; }

    public JsonElement? StructuredResult { get; init; }

    /// <summary>In a list: the members that are cut or left out, by their names on the wire.</summary>
    public IReadOnlyList<string> Shortened { get; init; } = [];
}
