using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Ccsp.Gateway.Engines.ClaudeCode;
using Ccsp.Gateway.Engines.Command;

namespace Ccsp.Gateway.Engines;

/// <summary>The configured engines.</summary>
internal sealed class EngineCatalog
{
    public const string Default = "claude";

    private readonly FrozenDictionary<string, IEngine> _engines;

    public EngineCatalog(IReadOnlyDictionary<string, EngineOptions> engines)
    {
        var all = engines.ToDictionary(entry => entry.Key, entry => Make(entry.Key, entry.Value), StringComparer.Ordinal);
        all.TryAdd(Default, new ClaudeCodeEngine(Default, new EngineOptions()));
        _engines = all.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public IReadOnlyList<string> Names => [.. _engines.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The submission settings each engine supports, by engine name.</summary>
    public IReadOnlyDictionary<string, IReadOnlySet<RunSetting>> Keeps =>
        _engines.ToDictionary(engine => engine.Key, engine => engine.Value.Keeps, StringComparer.Ordinal);

    /// <exception cref="KeyNotFoundException">No engine of that name; <see cref="TryGet"/> checks submissions.</exception>
    public IEngine this[string name] => _engines[name];

    public bool TryGet(string name, [NotNullWhen(true)] out IEngine? engine) => _engines.TryGetValue(name, out engine);

    private static IEngine Make(string name, EngineOptions options) => options.KindUnder(name) switch
    {
        EngineKinds.Claude => new ClaudeCodeEngine(name, options),
        EngineKinds.Command => new CommandEngine(name, options),
        _ => throw new ArgumentException($"No engine of kind {options.Kind}.", nameof(options)),
    };
}
