using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.Engines;

namespace Ccsp.Gateway.Api.Reading;

/// <summary>Refuses settings that the task's engine ignores: a limit that is accepted but not enforced is worse than none.</summary>
internal static class EngineSettings
{
    public static readonly IReadOnlyDictionary<RunSetting, Func<TaskSubmission, bool>> Given =
        new Dictionary<RunSetting, Func<TaskSubmission, bool>>
    {
        [RunSetting.Model] = spec => spec.Model is not null,
        [RunSetting.FallbackModel] = spec => spec.FallbackModel is not null,
        [RunSetting.SystemPrompt] = spec => spec.SystemPrompt is not null,
        [RunSetting.AppendSystemPrompt] = spec => spec.AppendSystemPrompt is not null,
        [RunSetting.MaxTurns] = spec => spec.MaxTurns is not null,
        [RunSetting.MaxBudgetUsd] = spec => spec.MaxBudgetUsd is not null,
        [RunSetting.Resume] = spec => spec.Resume is not null,
        [RunSetting.AllowedTools] = spec => spec.AllowedTools is { Count: > 0 },
        [RunSetting.DisallowedTools] = spec => spec.DisallowedTools is { Count: > 0 },
        [RunSetting.PermissionMode] = spec => spec.PermissionMode is not null,
        [RunSetting.McpConfig] = spec => spec.McpConfig is not null,
        [RunSetting.OutputSchema] = spec => spec.OutputSchema is not null,
    };

    public static void Check(TaskSubmission spec, string engine, IReadOnlySet<RunSetting> keeps, Faults faults)
    {
        foreach (var (setting, isGiven) in Given)
        {
            if (!isGiven(spec))
                continue;
            if (spec.Arguments is not null)
                faults.Add(FieldOf(setting), "It does not go with arguments; write the CLI's own option there.");
            else if (!keeps.Contains(setting))
                faults.Add(FieldOf(setting), $"The engine '{engine}' cannot keep it: its command line only takes {TakenBy(keeps)}.");
        }
    }

    public static string FieldOf(RunSetting setting) => JsonNamingPolicy.CamelCase.ConvertName(setting.ToString());

    private static string TakenBy(IReadOnlySet<RunSetting> keeps) =>
        keeps.Count == 0 ? "the prompt" : "the prompt and " + string.Join(" and ", keeps.Order().Select(FieldOf));
}
