using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Ccsp.Gateway.Settings;
using static System.Diagnostics.CodeAnalysis.DynamicallyAccessedMemberTypes;

namespace Ccsp.Gateway.Configuration;

/// <summary>
/// All keys: known to the file, the environment, <c>config show</c> and the “did you mean” suggestions. An options type is a section; each
/// property with a public setter is a key, and its type and attributes define the accepted values. A <c>set</c> property is applied at run
/// time, an <c>init</c> property at the start.
/// </summary>
internal static class OptionKeys
{
    public static IReadOnlyList<OptionKey> All { get; } =
    [
        .. new[]
        {
            Section("", o => o),
            Section("", o => o.Execution),
            Section("store", o => o.Store),
            Section("store.redis", o => o.Store.Redis),
            Named("engines", o => o.Engines),
            Named("profiles", o => o.Profiles),
            Variables("profiles.*.env"),
            Section("timeouts", o => o.Execution.Timeouts),
            Section("retries", o => o.Queue.Rules.Retries),
            Section("heartbeat", o => o.Execution.Heartbeat),
            Section("sessions", o => o.Sessions),
            Section("queue", o => o.Queue),
            Section("queue", o => o.Queue.Rules),
            Section("retention", o => o.Retention),
            Section("limits", o => o.Execution.Limits),
            Named("limits.gates", o => o.Execution.Limits.Gates),
            Section("emergencyStop", o => o.Execution.EmergencyStop),
            Section("emergencyStop.triggers", o => o.Execution.EmergencyStop.Triggers),
            Section("notify", o => o.Notify),
            Section("notify.github", o => o.Notify.Github),
            Section("notify.slack", o => o.Notify.Slack),
            Section("notify.webhook", o => o.Notify.Webhook),
            Section("notify.pagerduty", o => o.Notify.PagerDuty),
            Section("notify.email", o => o.Notify.Email),
            Section("notify.quietHours", o => o.Notify.Quiet),
            Named("notify.kinds", o => o.Notify.Kinds),
            Section("log", o => o.Log),
        }.SelectMany(keys => keys).GroupBy(key => key.Segments[0]).SelectMany(together => together),
    ];

    private static IEnumerable<OptionKey> Section<[DynamicallyAccessedMembers(PublicProperties)] T>(
        string path, Func<GatewayOptions, T> find)
        where T : class => Keys(path, (options, _) => find(options), (options, _) => find(options));

    /// <summary>Sections under user-chosen names; the first key under a name creates its section.</summary>
    private static IEnumerable<OptionKey> Named<[DynamicallyAccessedMembers(PublicProperties)] T>(
        string path, Func<GatewayOptions, IReadOnlyDictionary<string, T>> find)
        where T : class, new() =>
        Keys(path + ".*", (options, names) => find(options).GetValueOrDefault(names[0]) ?? new T(),
            (options, names) => Entry(find(options), names[0]))
            .Prepend(new OptionKey(path + ".*", ValueKind.Presence, (_, _) => null, (options, names, _) => Entry(find(options), names[0])));

    /// <summary>The variables of a profile, by name.</summary>
    private static IEnumerable<OptionKey> Variables(string path) =>
    [
        new(path, ValueKind.Presence, (_, _) => null, (options, names, _) => Entry(options.Profiles, names[0])),
        new(path + ".*", ValueKind.Variable,
            (options, names) => options.Profiles.GetValueOrDefault(names[0])?.Env.GetValueOrDefault(names[1]),
            (options, names, value) => Filled(Entry(options.Profiles, names[0]).Env)[names[1]] = (Secret)value!),
    ];

    private static IEnumerable<OptionKey> Keys<[DynamicallyAccessedMembers(PublicProperties)] T>(
        string path, Func<GatewayOptions, IReadOnlyList<string>, T> find, Func<GatewayOptions, IReadOnlyList<string>, T> make)
        where T : class
    {
        foreach (var property in typeof(T).GetProperties())
        {
            if (property.SetMethod is not { IsPublic: true } setter)
                continue;
            var rule = property.GetCustomAttribute<ValidationAttribute>();
            if (ValueKind.Of(property.PropertyType, rule) is not { } kind)
                continue;
            var name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            yield return new OptionKey(
                property.GetCustomAttribute<OptionPathAttribute>()?.Path ?? (path.Length == 0 ? name : $"{path}.{name}"), kind,
                (options, names) => property.GetValue(find(options, names)),
                (options, names, value) => property.SetValue(make(options, names), value))
            {
                Path = (rule as TextAttribute)?.Path ?? PathPart.None,
                IsLive = !setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)),
            };
        }
    }

    private static T Entry<T>(IReadOnlyDictionary<string, T> entries, string name)
        where T : class, new() => entries.TryGetValue(name, out var entry) ? entry : Filled(entries)[name] = new T();

    /// <summary>Entries are added only while the options are being loaded.</summary>
    private static Dictionary<string, T> Filled<T>(IReadOnlyDictionary<string, T> entries) => (Dictionary<string, T>)entries;
}
