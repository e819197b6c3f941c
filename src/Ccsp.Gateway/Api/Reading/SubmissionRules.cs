using System.Text;
using Ccsp.Contracts;
using Ccsp.Gateway.Execution;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Api.Reading;

/// <summary>
/// Validates a well-formed submission. Pure except for the directory lookup, which is passed in. Texts that become one command argument
/// stay below the kernel's limit of 128 KiB per argument.
/// </summary>
internal sealed class SubmissionRules(Catalogue known, FindDirectory findDirectory, TaskFiles? files = null)
{
    public const int PromptBytes = 10 << 20;

    private const int ArgumentBytes = 100_000;

    /// <param name="spec">As it was sent.</param>
    /// <param name="prefix">Prefix of its field names, for example <c>tasks[3].</c>.</param>
    /// <returns>The submission with its canonical working directory, and all errors.</returns>
    public (TaskSubmission Spec, IReadOnlyList<FieldError> Errors) Judge(TaskSubmission spec, string prefix, DateTimeOffset now)
    {
        var faults = new Faults(prefix);
        Prompt(spec, faults);
        Names(spec, faults);
        Texts(spec, faults);
        Times(spec, now, faults);
        Limits(spec, faults);
        Parents(spec, faults);
        FreeFields.Check(spec, faults);
        var directory = WorkingDirectory(spec.WorkingDirectory, faults);
        IncludedFiles(spec, directory, faults);
        if (!ReferenceEquals(directory, spec.WorkingDirectory))
            spec = spec with { WorkingDirectory = directory };
        return (WithProfile(spec), faults.All);
    }

    /// <summary>A missing profile means <c>default</c> everywhere, so only a different one is filled in.</summary>
    private TaskSubmission WithProfile(TaskSubmission spec) =>
        spec.Profile is null && known.ProfileOf(spec.Engine ?? TaskDefaults.Engine) is var profile && profile != TaskDefaults.Profile
            ? spec with { Profile = profile }
            : spec;

    private static void Prompt(TaskSubmission spec, Faults faults)
    {
        if (spec.Arguments is not null)
        {
            faults.List("arguments", spec.Arguments, 1000, 128 << 10);
            if (spec.IncludeFiles is not null)
                faults.Add("includeFiles", "It goes with a prompt; with arguments, what the CLI reads is in stdin.");
            if (spec.Prompt is not null)
                faults.Add("prompt", "With arguments there is no prompt; what goes to standard input is in stdin.");
            return;
        }

        if (spec.Stdin is not null)
            faults.Add("stdin", "It goes with arguments only; otherwise use prompt.");
        if (spec.Prompt is null)
            faults.Add("prompt", "It is required.", FieldFault.Missing);
        else if (string.IsNullOrWhiteSpace(spec.Prompt))
            faults.Add("prompt", spec.Prompt.Length == 0 ? "It must not be empty." : "It must hold more than white space.");
        else if (spec.Prompt.Length > PromptBytes / 3 && Encoding.UTF8.GetByteCount(spec.Prompt) > PromptBytes)
            faults.Add(
                "prompt", Faults.Invariant($"It has {Encoding.UTF8.GetByteCount(spec.Prompt)} bytes of UTF-8; {PromptBytes} are allowed."));
    }

    private void Names(TaskSubmission spec, Faults faults)
    {
        faults.Line("agent", spec.Agent);
        faults.Line("type", spec.Type);
        faults.Line("group", spec.Group);
        faults.Line("model", spec.Model);
        faults.Line("fallbackModel", spec.FallbackModel);
        faults.Line("permissionMode", spec.PermissionMode);
        faults.Line("resume", spec.Resume);
        if (spec.FallbackModel is not null && spec.FallbackModel == spec.Model)
            faults.Add("fallbackModel", "It must be another model than model.");
        var engine = spec.Engine ?? TaskDefaults.Engine;
        if (!known.Engines.TryGetValue(engine, out var keeps))
            faults.Add(
                "engine",
                $"There is no engine '{engine}'. {FieldDescription.OneOf([.. known.Engines.Keys.Order(StringComparer.Ordinal)], engine)}");
        else
            EngineSettings.Check(spec, engine, keeps, faults);
        var profile = spec.Profile ?? known.ProfileOf(engine);
        if (!known.Profiles.TryGetValue(profile, out var engineOfProfile))
            faults.Add(
                "profile",
                $"There is no profile '{profile}'. "
                    + $"{FieldDescription.OneOf([.. known.Profiles.Keys.Order(StringComparer.Ordinal)], profile)}");
        else if (spec.Profile is not null && engineOfProfile != engine)
            faults.Add("profile", $"Profile '{profile}' belongs to the engine '{engineOfProfile}', not to '{engine}'.");
    }

    private static void Texts(TaskSubmission spec, Faults faults)
    {
        faults.Text("systemPrompt", spec.SystemPrompt, ArgumentBytes);
        if (spec.SystemPrompt is "")
            faults.Add("systemPrompt", "It must not be empty: the engine's own would stay.");
        faults.Text("appendSystemPrompt", spec.AppendSystemPrompt, ArgumentBytes);
        faults.List("includeFiles", spec.IncludeFiles, 100, 4096, mayBeEmpty: false);
        faults.List("allowedTools", spec.AllowedTools, 200, 1000, mayBeEmpty: false);
        faults.List("disallowedTools", spec.DisallowedTools, 200, 1000, mayBeEmpty: false);
    }

    private static void Times(TaskSubmission spec, DateTimeOffset now, Faults faults)
    {
        if (spec.StartBefore <= now)
            faults.Add("startBefore", "It is in the past, so the task could never start.");
        else if (spec.StartBefore <= spec.RunAt)
            faults.Add("startBefore", "It is not after runAt, so the task could never start.");
        faults.NotTooFar("startBefore", spec.StartBefore, now);
        faults.NotTooFar("runAt", spec.RunAt, now);
    }

    private void Limits(TaskSubmission spec, Faults faults)
    {
        faults.Between("timeoutSeconds", spec.TimeoutSeconds, 1, TimeoutOptions.LongestRun);
        faults.Between("maxTurns", spec.MaxTurns, 1, 100_000);
        faults.Between("retries", spec.Retries, 0, 100);
        if (spec.MaxBudgetUsd is <= 0 or > 1_000_000)
            faults.Add("maxBudgetUsd", "It must be above 0 and at most 1000000.");
        if (spec.Durability > known.Durability)
            faults.Add("durability", $"This store gives '{EnumNames<Durability>.Of(known.Durability)}'.");
    }

    private static void Parents(TaskSubmission spec, Faults faults)
    {
        if (spec.DependsOn is not { } parents)
            return;
        if (parents.Count > 100)
            faults.Add("dependsOn", Faults.Invariant($"It has {parents.Count} items; 100 are allowed."));
        for (var i = 0; i < Math.Min(parents.Count, 100); i++)
        {
            if (!TaskIds.IsOne(parents[i]))
                faults.Add(Faults.Invariant($"dependsOn[{i}]"), "It must be the id of a task.");
        }

        if (parents.Distinct(StringComparer.Ordinal).Count() < parents.Count)
            faults.Add("dependsOn", "It names a task twice.");
    }

    private string? WorkingDirectory(string? given, Faults faults)
    {
        if (given is null)
            return null;
        if (given.Length is 0 or > 4096 || !Path.IsPathRooted(given) || given.Contains('\0', StringComparison.Ordinal))
        {
            faults.Add("workingDirectory", "It must be an absolute path.");
            return given;
        }

        if (findDirectory(given) is not { } found)
            faults.Add("workingDirectory", $"There is no directory {given} that the gateway can see.");
        else if (!known.Roots.Any(root => IsIn(found, root)))
            faults.Add("workingDirectory", $"It must lie in {string.Join(" or ", known.Roots)}.");
        else if (files?.WhyNotDirectory(found) is { } reason)
            faults.Add("workingDirectory", $"{given}: {reason}.");
        else
            return found;
        return given;
    }

    /// <summary>A missing file is no error: a task this one waits for may create it, and the start checks again.</summary>
    private void IncludedFiles(TaskSubmission spec, string? directory, Faults faults)
    {
        var given = spec.IncludeFiles;
        var mayCome = spec.DependsOn is { Count: > 0 };
        if (given is null || files is null || faults.All.Count > 0)
            return;
        for (var i = 0; i < given.Count; i++)
        {
            if ((directory is not null || Path.IsPathRooted(given[i])) && files.WhyNot(given[i], directory ?? "/", mayCome) is { } reason)
                faults.Add(Faults.Invariant($"includeFiles[{i}]"), $"{given[i]}: {reason}.");
        }
    }

    private static bool IsIn(string path, string root) =>
        root == "/" || path == root || (path.StartsWith(root, StringComparison.Ordinal) && path[root.Length] == '/');
}
