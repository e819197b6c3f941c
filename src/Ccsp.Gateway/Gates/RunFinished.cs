using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Gates;

/// <summary>A run's end.</summary>
internal sealed record RunFinished
{
    public required string TaskId { get; init; }

    public required LeaseToken Token { get; init; }

    public required Ending Ending { get; init; }

    public RunUsage Usage { get; init; } = RunUsage.None;

    /// <summary>The answer as text, already cut to the store's limit.</summary>
    public string? Result { get; init; }

    public bool ResultTruncated { get; init; }

    public JsonElement? StructuredResult { get; init; }

    /// <summary>The conversation the next run can continue; null when none came about.</summary>
    public string? ConversationId { get; init; }

    /// <summary>The caller wants this outcome, whatever it is: the drop-in's command line.</summary>
    public bool OneShot { get; init; }

    /// <summary>What the ending says of the engine itself.</summary>
    public EngineFault EngineFault { get; init; }

    /// <summary>What a person does about it; a phrase.</summary>
    public string? EngineCure { get; init; }

    /// <summary>Gates to close together with the ending: the profile until its reset.</summary>
    public IReadOnlyList<GateHold> Holds { get; init; } = [];

    /// <summary>What the provider said of its windows, by gate and by name of the window.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, QuotaWindow>> Windows { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, QuotaWindow>>();

    /// <summary>Uniform in [0, 1), for the back-off.</summary>
    public required double Jitter { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>No run of this task can ever begin.</summary>
    /// <param name="task">A leased one.</param>
    /// <param name="reason">One sentence for people.</param>
    public static RunFinished Impossible(AgentTask task, string reason, DateTimeOffset now) => new()
    {
        TaskId = task.Id,
        Token = task.Lease!.Token,
        Ending = new Ending
        {
            Class = EndingClass.Invalid,
            Category = "INVALID_REQUEST",
            Message = reason,
            Source = "gateway",
            Recoverable = false,
            Severity = Severity.Error,
        },
        Jitter = 0,
        Now = now,
    };
}
