using Ccsp.Gateway.Configuration;

namespace Ccsp.Gateway.Hosting;

/// <summary>
/// Reads the configuration again: all of it, or nothing. What can change while the gateway runs is brought into force; what cannot is
/// named, and a configuration with mistakes leaves the one in force as it is.
/// </summary>
/// <param name="say">Tells whoever sent the signal what came of it; warnings and errors of the log come there by themselves.</param>
internal sealed partial class ConfigurationReload(OptionsResult.Loaded atStart, Func<OptionsResult> load, LiveOptions live,
    Action<string> say, ILogger<ConfigurationReload> log)
{
    private OptionsResult.Loaded? _latest;

    /// <returns>Whether something has changed.</returns>
    public bool Run()
    {
        switch (load())
        {
            case OptionsResult.Refused refused:
                Log.Refused(log, string.Join("; ", refused.Findings));
                return false;
            case OptionsResult.Loaded fresh:
                return Take(fresh);
            default:
                throw new InvalidOperationException("a result of a third kind");
        }
    }

    private bool Take(OptionsResult.Loaded fresh)
    {
        var taken = OptionChange.Between(_latest ?? atStart, fresh).Where(change => change.IsLive).ToList();
        var waiting = OptionChange.Between(atStart, fresh).Where(change => !change.IsLive).ToList();
        live.Take(fresh.Options);
        _latest = fresh;
        if (taken.Count > 0)
        {
            Log.Taken(log, string.Join(", ", taken));
            say($"the configuration was read again; now in force: {string.Join(", ", taken)}");
        }

        if (waiting.Count > 0)
            Log.Waiting(log, string.Join(", ", waiting));
        if (taken.Count + waiting.Count == 0)
        {
            Log.Same(log);
            say("the configuration was read again; nothing has changed");
        }

        return taken.Count > 0;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "The configuration was read again; now in force: {Changes}")]
        public static partial void Taken(ILogger log, string changes);

        [LoggerMessage(Level = LogLevel.Warning,
            Message = "The configuration was read again; this takes effect only when the gateway is started again: {Changes}")]
        public static partial void Waiting(ILogger log, string changes);

        [LoggerMessage(Level = LogLevel.Information, Message = "The configuration was read again; nothing has changed")]
        public static partial void Same(ILogger log);

        [LoggerMessage(Level = LogLevel.Error, Message = "The configuration has mistakes, so the one in force stays: {Findings}")]
        public static partial void Refused(ILogger log, string findings);
    }
}
