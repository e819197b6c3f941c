namespace Ccsp.Gateway.Engines;

/// <summary>
/// What a submission may ask of the engine itself, named after its fields. Settings an engine does not support are refused.
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
