using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>What a caller submits. Unknown fields are refused by name.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public record TaskSubmission
{
    /// <summary>The prompt, at most 10 MiB of UTF-8. Required unless <see cref="Arguments"/> is given.</summary>
    public string? Prompt { get; init; }

    /// <summary>On whose behalf the task runs; default <c>default</c>.</summary>
    public string? Agent { get; init; }

    /// <summary>A free label to filter by.</summary>
    public string? Type { get; init; }

    /// <summary>The engine; default <c>claude</c>.</summary>
    public string? Engine { get; init; }

    /// <summary>The login or key to run under; default <c>default</c>.</summary>
    public string? Profile { get; init; }

    /// <summary>The model, as named by the engine.</summary>
    public string? Model { get; init; }

    /// <summary>The model to use when the first one is overloaded.</summary>
    public string? FallbackModel { get; init; }

    /// <summary>Replaces the engine's system prompt.</summary>
    public string? SystemPrompt { get; init; }

    /// <summary>Appended to the engine's system prompt.</summary>
    public string? AppendSystemPrompt { get; init; }

    /// <summary>Files whose content precedes the prompt.</summary>
    public IReadOnlyList<string>? IncludeFiles { get; init; }

    /// <summary>An existing absolute directory; absent: a new empty folder of the task.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Whether other runs may use the working directory at the same time.</summary>
    public DirectoryMode? DirectoryMode { get; init; }

    /// <summary>The class; default <c>normal</c>.</summary>
    public Priority? Priority { get; init; }

    /// <summary>Earliest start time.</summary>
    public DateTimeOffset? RunAt { get; init; }

    /// <summary>The task expires if it has not started by this time.</summary>
    public DateTimeOffset? StartBefore { get; init; }

    /// <summary>Time limit of each run in seconds.</summary>
    public int? TimeoutSeconds { get; init; }

    /// <summary>Turn limit of each run.</summary>
    public int? MaxTurns { get; init; }

    /// <summary>Spending limit of each run in USD.</summary>
    public decimal? MaxBudgetUsd { get; init; }

    /// <summary>A conversation id, or the id of a task whose conversation is continued.</summary>
    public string? Resume { get; init; }

    /// <summary>Tools that need no permission.</summary>
    public IReadOnlyList<string>? AllowedTools { get; init; }

    /// <summary>Tools that are refused.</summary>
    public IReadOnlyList<string>? DisallowedTools { get; init; }

    /// <summary>The engine's permission mode.</summary>
    public string? PermissionMode { get; init; }

    /// <summary>MCP servers: the engine's own configuration object.</summary>
    public JsonElement? McpConfig { get; init; }

    /// <summary>A JSON schema the answer must follow.</summary>
    public JsonElement? OutputSchema { get; init; }

    /// <summary>The fairness key; default the agent.</summary>
    public string? Group { get; init; }

    /// <summary>Ids of tasks that must end first.</summary>
    public IReadOnlyList<string>? DependsOn { get; init; }

    /// <summary>What happens when one of them does not succeed; default <c>fail</c>.</summary>
    public ParentFailure? OnParentFailure { get; init; }

    /// <summary>Whether the task waits for a person's approval.</summary>
    public bool? Hold { get; init; }

    /// <summary>Reserved: this version has no callbacks and refuses a task that sets it.</summary>
    public string? CallbackUrl { get; init; }

    /// <summary>The caller's own data, stored and returned unchanged.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Metadata { get; init; }

    /// <summary>Additional environment variables of the run.</summary>
    public IReadOnlyDictionary<string, string>? Env { get; init; }

    /// <summary>
    /// How many runs may follow an unsuccessful one, whatever its ending; 0: none. Failed starts, limits and logins that the engine waits
    /// for, and runs lost with their machine do not count. Default: the configured budgets.
    /// </summary>
    public int? Retries { get; init; }

    /// <summary>The durability the caller requires; more than the store provides is refused.</summary>
    public Durability? Durability { get; init; }

    /// <summary>The engine's own argument list, for the drop-in only; needs permission <c>tasks.raw</c>.</summary>
    public IReadOnlyList<string>? Arguments { get; init; }

    /// <summary>Standard input of the drop-in, base64 on the wire.</summary>
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Performance", "CA1819", Justification = "Bytes of a wire type; base64 needs an "
        + "array.")]
    public byte[]? Stdin { get; init; }
}
