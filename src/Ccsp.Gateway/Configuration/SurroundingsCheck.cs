using Ccsp.Gateway.Processes;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Settings;

namespace Ccsp.Gateway.Configuration;

/// <summary>
/// Checks that the configured programs and folders exist on this machine. A gateway starts without them, because they may come later (a
/// missing program closes its engine's gate), but someone who checks a configuration wants to know.
/// </summary>
internal static class SurroundingsCheck
{
    public static IEnumerable<ConfigFinding> Check(OptionsResult.Loaded loaded, string? path)
    {
        foreach (var (key, problem) in Programs(loaded.Options, path).Concat(Folders(loaded.Options)))
        {
            if (problem is not null && loaded.Written.TryGetValue(key, out var value))
                yield return new ConfigFinding(value.Source, key, problem);
        }

        var (data, source) = (loaded.Options.DataDir, loaded.Written.GetValueOrDefault("dataDir")?.Source ?? ConfigSource.Default);
        if (WhyNotWritable(data) is { } reason)
            yield return new ConfigFinding(source, "dataDir", $"{data} cannot be used: {reason}");
        if (loaded.Written.TryGetValue("logDir", out var written) && WhyNotWritable(loaded.Options.LogDir!) is { } why)
            yield return new ConfigFinding(written.Source, "logDir", $"{loaded.Options.LogDir} cannot be used: {why}");
    }

    /// <summary>Missing defaults: no error, but worth a note.</summary>
    public static IEnumerable<ConfigFinding> Notes(OptionsResult.Loaded loaded, string? path) =>
        Programs(loaded.Options, path).Where(program => program.Problem is not null && !loaded.Written.ContainsKey(program.Key))
            .Select(program => new ConfigFinding(
                ConfigSource.Default, program.Key, $"{program.Problem}; tasks for it wait until there is one"));

    private static IEnumerable<(string Key, string? Problem)> Programs(GatewayOptions options, string? path)
    {
        foreach (var (name, engine) in options.Engines)
        {
            if (engine.Path is { } program)
                yield return ($"engines.{name}.path", WhyNot(program, path));
            if (engine.Command is [var first, ..])
                yield return ($"engines.{name}.command", WhyNot(first, path));
        }

        foreach (var (name, profile) in options.Profiles)
        {
            foreach (var (variable, secret) in profile.Env)
            {
                if (secret is Secret.FromCommand { Command: var command })
                    yield return (
                        $"profiles.{name}.env.{variable}",
                        WhyNot(command.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[0], path));
            }
        }
    }

    private static IEnumerable<(string Key, string? Problem)> Folders(GatewayOptions options)
    {
        foreach (var (name, profile) in options.Profiles)
            yield return ($"profiles.{name}.configDir", profile.ConfigDir is { } folder ? WhyNoFolder(folder) : null);
        foreach (var root in options.WorkingDirectoryRoots)
            yield return ("roots.workingDirectories", WhyNoFolder(root));
    }

    private static string? WhyNot(string program, string? path)
    {
        if (program.Contains('/', StringComparison.Ordinal))
            return ProgramPath.WhyNot(program);
        return ProgramPath.Find(program, path ?? "") is null ? $"there is no program {program} on PATH{ProgramCure.Of(program)}" : null;
    }

    private static string? WhyNoFolder(string folder) => Directory.Exists(folder) ? null : $"there is no directory {folder}";

    /// <summary>Tested by writing, because file modes do not tell everything; leaves nothing behind.</summary>
    private static string? WhyNotWritable(string folder)
    {
        var existing = folder;
        while (!Directory.Exists(existing) && Path.GetDirectoryName(existing) is { } parent)
        {
            if (File.Exists(existing))
                return $"{existing} is a file";
            existing = parent;
        }

        try
        {
            var trial = Path.Combine(existing, $".ccsp-{Guid.NewGuid():N}");
            PrivateFile.CreateFolder(trial);
            Directory.Delete(trial);
            return null;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return $"{existing} cannot be written";
        }
    }
}
