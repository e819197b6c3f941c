namespace Ccsp.Gateway.Engines;

/// <summary>
/// What a submission may ask of the engine itself, named after its fields. An engine says which of them it can keep; the others are
/// refused.
/// </summary>
internal enum RunSetting
{
    Model,
    FallbackModel,
    SystemPrompt,
    AppendSystemPrompt,
    MaxTurns,
    MaxBudgetUsd,
    Resume,
    AllowedTools,
    DisallowedTools,
    PermissionMode,
    McpConfig,
    OutputSchema,
}
