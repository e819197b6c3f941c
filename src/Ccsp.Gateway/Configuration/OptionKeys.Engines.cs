using static Ccsp.Gateway.Configuration.ValueKind;

namespace Ccsp.Gateway.Configuration;

/// <summary>Keys under names the user chooses.</summary>
internal static partial class OptionKeys
{
    private static IEnumerable<OptionKey> Engines =>
    [
        Section("engines.*", (o, n) => WithEngine(o, n, e => e)),
        Key(
            "engines.*.kind", Choice("claude", "command"), (o, n) => Engine(o, n).Kind,
            (o, n, v) => WithEngine(o, n, e => e with { Kind = v })),
        Key(
            "engines.*.path", NonEmpty("a program"), (o, n) => Engine(o, n).Path, (o, n, v) => WithEngine(o, n, e => e with { Path = v }),
            PathPart.Program),
        Key(
            "engines.*.maxRetries", Whole(0, 15), (o, n) => Engine(o, n).MaxRetries,
            (o, n, v) => WithEngine(o, n, e => e with { MaxRetries = v })),
        Key("engines.*.command", List("a list: the program, then its arguments", s => !s.Contains('\0', StringComparison.Ordinal)),
            (o, n) => Engine(o, n).Command, (o, n, v) => WithEngine(o, n, e => e with { Command = v }), PathPart.Program),
        Key(
            "engines.*.retryFailures", Flag, (o, n) => Engine(o, n).RetryFailures ?? false,
            (o, n, v) => WithEngine(o, n, e => e with { RetryFailures = v })),
        Key("engines.*.firstByteSeconds", Maybe(Whole(1, 7 * 86400)),
            (o, n) => Engine(o, n).FirstByteSeconds, (o, n, v) => WithEngine(o, n, e => e with { FirstByteSeconds = v })),
        Key("engines.*.silenceSeconds", Maybe(Whole(1, 7 * 86400)),
            (o, n) => Engine(o, n).SilenceSeconds, (o, n, v) => WithEngine(o, n, e => e with { SilenceSeconds = v })),
        Key(
            "engines.*.output", Choice("text", "stream-json"), (o, n) => Engine(o, n).Output,
            (o, n, v) => WithEngine(o, n, e => e with { Output = v })),
    ];

    private static IEnumerable<OptionKey> Profiles =>
    [
        Section("profiles.*", (o, n) => WithProfile(o, n, p => p)),
        Key("profiles.*.engine", NonEmpty("the name of an engine"),
            (o, n) => Profile(o, n).Engine, (o, n, v) => WithProfile(o, n, p => p with { Engine = v })),
        Key("profiles.*.configDir", Text("an absolute directory", s => s.StartsWith('/')),
            (o, n) => Profile(o, n).ConfigDir, (o, n, v) => WithProfile(o, n, p => p with { ConfigDir = v }), PathPart.Items),
        Key("profiles.*.maxConcurrent", Maybe(Whole(1, 1000)),
            (o, n) => Profile(o, n).MaxConcurrent, (o, n, v) => WithProfile(o, n, p => p with { MaxConcurrent = v })),
        Key("profiles.*.ratePerMinute", Maybe(Number(0.001, 60_000)),
            (o, n) => Profile(o, n).RatePerMinute, (o, n, v) => WithProfile(o, n, p => p with { RatePerMinute = v })),
        Key(
            "profiles.*.burst", Maybe(Whole(1, 100_000)), (o, n) => Profile(o, n).Burst,
            (o, n, v) => WithProfile(o, n, p => p with { Burst = v })),
        Key("profiles.*.plan", NonEmpty("a name"), (o, n) => Profile(o, n).Plan, (o, n, v) => WithProfile(o, n, p => p with { Plan = v })),
        Key("profiles.*.failover", List("a list of profiles", s => s.Length > 0),
            (o, n) => Profile(o, n).Failover, (o, n, v) => WithProfile(o, n, p => p with { Failover = v })),
        Key("profiles.*.passEnvironment", List("a list of names of variables, such as SSH_AUTH_SOCK", IsVariable),
            (o, n) => Profile(o, n).PassEnvironment, (o, n, v) => WithProfile(o, n, p => p with { PassEnvironment = v })),
        Section("profiles.*.env", (o, n) => WithProfile(o, n, p => p)),
        new OptionKey<Secret>("profiles.*.env.*", ValueKind.Variable, (o, n) => Profile(o, n).Env.GetValueOrDefault(n[1]), WithVariable)
        {
            IsSecret = n => Mask.IsSecretName(n[1]),
        },
    ];

    private static bool IsVariable(string name) =>
        name.Length > 0
            && !char.IsAsciiDigit(name[0])
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
            && !name.StartsWith(VariableNames.Prefix, StringComparison.Ordinal);

    private static OptionKey<bool> Section(string pattern, Func<GatewayOptions, IReadOnlyList<string>, GatewayOptions> set) =>
        new(pattern, Presence, (_, _) => false, (o, n, _) => set(o, n)) { IsSection = true };

    private static EngineConfig Engine(GatewayOptions options, IReadOnlyList<string> names) =>
        options.Engines.GetValueOrDefault(names[0]) ?? new();

    private static ProfileConfig Profile(GatewayOptions options, IReadOnlyList<string> names) =>
        options.Profiles.GetValueOrDefault(names[0]) ?? new();

    private static GatewayOptions WithEngine(
        GatewayOptions options, IReadOnlyList<string> names, Func<EngineConfig, EngineConfig> change) =>
        options with { Engines = With(options.Engines, names[0], change(Engine(options, names))) };

    private static GatewayOptions WithProfile(
        GatewayOptions options, IReadOnlyList<string> names, Func<ProfileConfig, ProfileConfig> change) =>
        options with { Profiles = With(options.Profiles, names[0], change(Profile(options, names))) };

    private static GatewayOptions WithVariable(GatewayOptions options, IReadOnlyList<string> names, Secret value) =>
        WithProfile(options, names, p => p with { Env = With(p.Env, names[1], value) });

    private static Dictionary<string, T> With<T>(IReadOnlyDictionary<string, T> before, string name, T value) =>
        new(before, StringComparer.Ordinal) { [name] = value };
}
