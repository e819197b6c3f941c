using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Ccsp.Gateway.Configuration;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Settings;
using Xunit;

namespace Ccsp.Tests.Configuration;

/// <summary>Every key of the table, mutated in every way people get one wrong.</summary>
public sealed partial class MutationTests : IDisposable
{
    private readonly Loading _loading = new();

    public static TheoryData<string> Keys => [.. OptionKeys.All.Where(k => !k.IsSection).Select(k => k.Pattern)];

    public void Dispose() => _loading.Dispose();

    [Theory(Timeout = 30_000)]
    [MemberData(nameof(Keys))]
    public Task A_typing_error_is_refused_with_what_was_meant(string pattern) => Task.Run(() =>
    {
        var path = Concrete(pattern);
        if (pattern.EndsWith('*'))
            return;
        var finding = Only(Nested(path + "s", "1"));
        Assert.Equal($"{path}s: unknown key; did you mean {path.Split('.')[^1]}?", finding.Text);
        Assert.Equal((Nesting(path), 3 + Nesting(path)), (finding.Line - 1, finding.Column));
    }, TestContext.Current.CancellationToken);

    [Theory(Timeout = 30_000)]
    [MemberData(nameof(Keys))]
    public Task A_wrong_type_is_refused_with_the_right_one(string pattern) => Task.Run(() =>
    {
        var path = Concrete(pattern);
        var right = Sample(pattern);
        foreach (var wrong in new[] { "\"a text\"", "7.5", "true", "[ 1 ]", "null", "{ }" })
        {
            if (wrong[0] == right[0] || (wrong == "true" && right == "false") || (char.IsDigit(wrong[0]) && char.IsDigit(right[0])))
                continue;
            Assert.StartsWith(path + ": ", Only(Nested(path, wrong)).Text, StringComparison.Ordinal);
        }
    }, TestContext.Current.CancellationToken);

    [Theory(Timeout = 30_000)]
    [MemberData(nameof(Keys))]
    public Task A_key_written_twice_is_refused(string pattern) => Task.Run(() =>
    {
        var path = Concrete(pattern);
        var name = path.Split('.')[^1];
        var json = Nested(path, Sample(pattern))
            .Replace(
                $"\"{name}\": {Sample(pattern)}", $"\"{name}\": {Sample(pattern)}, \"{name}\": {Sample(pattern)}",
                StringComparison.Ordinal);
        Assert.Contains(_loading.Findings(json), f => f.Contains($"{path}: is written twice", StringComparison.Ordinal));
    }, TestContext.Current.CancellationToken);

    [Theory(Timeout = 30_000)]
    [MemberData(nameof(Keys))]
    public Task A_number_outside_its_range_is_refused(string pattern) => Task.Run(() =>
    {
        if (!char.IsDigit(Sample(pattern)[0]))
            return;
        foreach (var outside in new[] { "-1", "99999999999999999999", "1e400" })
            Assert.Contains(" number ", Only(Nested(Concrete(pattern), outside)).Text, StringComparison.Ordinal);
    }, TestContext.Current.CancellationToken);

    [Theory(Timeout = 30_000)]
    [MemberData(nameof(Keys))]
    public Task The_sample_itself_is_taken_and_shown_with_its_place(string pattern) => Task.Run(() =>
    {
        var path = Concrete(pattern);
        var findings = _loading.Findings(Nested(path, Sample(pattern)));
        Assert.DoesNotContain(
            findings, f => f.Contains("unknown", StringComparison.Ordinal) || f.Contains("must be a ", StringComparison.Ordinal));
        if (findings.Count > 0)
            return;
        var loaded = Assert.IsType<OptionsResult.Loaded>(_loading.Load(Nested(path, Sample(pattern))));
        Assert.Contains(
            $"ccsp.json:{Nesting(path) + 1}:", Assert.Single(loaded.Values, v => v.Path == path).Source, StringComparison.Ordinal);
    }, TestContext.Current.CancellationToken);

    [Theory(Timeout = 30_000)]
    [MemberData(nameof(Keys))]
    public Task Both_ends_of_a_range_are_taken_and_nothing_beyond(string pattern) => Task.Run(() =>
    {
        if (!char.IsDigit(Sample(pattern)[0]))
            return;
        var expected = OptionKeys.All.Single(k => k.Pattern == pattern).Expected;
        var ends = NumbersIn().Matches(expected).Select(m => decimal.Parse(m.Value, CultureInfo.InvariantCulture)).ToList();
        var step = expected.Contains("whole", StringComparison.Ordinal) ? 1 : 0.0001m;
        Assert.All(ends, end => Assert.False(IsRefused(end), $"{end} is refused"));
        Assert.True(IsRefused(ends[0] - step), $"{ends[0] - step} is taken");
        Assert.All(ends.Skip(1), most => Assert.True(IsRefused(most + step), $"{most + step} is taken"));

        bool IsRefused(decimal number) => _loading.Findings(Nested(Concrete(pattern), number.ToString(CultureInfo.InvariantCulture)))
            .Any(finding => finding.Contains($": must be {expected}, not ", StringComparison.Ordinal));
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 30_000)]
    public Task What_can_be_set_of_a_section_is_a_key_or_a_section_of_its_own() => Task.Run(() =>
    {
        // One key has no property: the variables of a profile.
        Assert.Equal(OptionKeys.All.Count(key => !key.IsSection) - 1, Count(typeof(GatewayOptions)));

        static int Count(Type section) => section.GetProperties().Where(property => property.SetMethod is { IsPublic: true })
            .Sum(property => ValueKind.Of(property.PropertyType, property.GetCustomAttribute<ValidationAttribute>()) is not null ? 1
                : Part(property) is { } part ? Count(part) : 0);

        static Type? Part(PropertyInfo property)
        {
            var part = property.PropertyType.IsGenericType ? property.PropertyType.GetGenericArguments()[^1] : property.PropertyType;
            Assert.True(part.IsClass && part.Namespace!.StartsWith("Ccsp.Gateway", StringComparison.Ordinal),
                $"{property.DeclaringType!.Name}.{property.Name} has no kind: does it lack a range or what a text must be?");
            // Rules of gates are made of other options.
            return part == typeof(Secret) || part == typeof(GateRules) ? null : part;
        }
    }, TestContext.Current.CancellationToken);

    private (string Text, int Line, int Column) Only(string json)
    {
        var found = Assert.IsType<OptionsResult.Refused>(_loading.Load(json)).Findings;
        // What is wrong with a section for want of other keys stands before the key in it.
        var finding = found.MaxBy(one => (one.Source.Line ?? 0, one.Source.Column ?? 0))!;
        return ($"{finding.Path}: {finding.Message}", finding.Source.Line ?? 0, finding.Source.Column ?? 0);
    }

    private static string Concrete(string pattern) => pattern switch
    {
        _ when pattern.StartsWith("engines.*.", StringComparison.Ordinal) => pattern.Replace(
            "*",
            pattern.EndsWith("path", StringComparison.Ordinal) || pattern.EndsWith("maxRetries", StringComparison.Ordinal)
                ? "claude"
                : "tool",
            StringComparison.Ordinal),
        "profiles.*.env.*" => "profiles.ci.env.API_KEY",
        _ when pattern.StartsWith("notify.kinds.*.", StringComparison.Ordinal) =>
            pattern.Replace("*", "session-timeout", StringComparison.Ordinal),
        _ => pattern.Replace("*", "ci", StringComparison.Ordinal),
    };

    private static string Sample(string pattern)
    {
        var expected = OptionKeys.All.Single(k => k.Pattern == pattern).Expected;
        return pattern switch
        {
            "listen" => "\"127.0.0.1:3002\"",
            "notify.github.repository" => "\"owner/name\"",
            "cluster.url" or "notify.github.apiUrl" or "notify.pagerduty.url" => "\"https://github.example/api\"",
            "notify.email.host" => "\"mail.example\"",
            "notify.email.from" => "\"ccsp@mail.example\"",
            "notify.email.to" => "[ \"ops@mail.example\" ]",
            "notify.allowTargets" => "[ \"hooks.internal\" ]",
            "notify.quietHours.from" or "notify.quietHours.to" => "\"22:00\"",
            "notify.quietHours.zone" => "\"Europe/Berlin\"",
            "notify.kinds.*.channels" => "[ \"slack\" ]",
            "profiles.*.engine" => "\"claude\"",
            "profiles.*.configDir" => "\"/srv/ci\"",
            "profiles.*.passEnvironment" => "[ \"SSH_AUTH_SOCK\" ]",
            "profiles.*.failover" => "[ \"other\" ]",
            "limits.timeZone" => "\"Asia/Tokyo\"",
            "limits.quietHours" => "\"22:00-07:00\"",
            "store.redis.nodes" => "\"127.0.0.1:7000,127.0.0.1:7001\"",
            "store.redis.url" => "\"redis://127.0.0.1:6379\"",
            "store.redis.name" => "\"team-a\"",
            "roots.workingDirectories" or "engines.*.command" => "[ \"/bin/true\" ]",
            _ when expected.StartsWith("one of ", StringComparison.Ordinal) => $"\"{expected["one of ".Length..].Split(',')[0]}\"",
            _ when expected == "true or false" => "false",
            _ when expected.Contains("number", StringComparison.Ordinal) =>
                NumbersIn().Match(expected).Value is "0" ? "0" : NumbersIn().Match(expected).Value,
            _ => "\"some text\"",
        };
    }

    private static int Nesting(string path) => path.Split('.').Length;

    /// <summary>One key a line, so that its line is its depth.</summary>
    private static string Nested(string path, string value)
    {
        var parts = path.Split('.');
        var json = "{\n";
        for (var i = 0; i < parts.Length; i++)
            json += new string(' ', i + 3) + $"\"{parts[i]}\": " + (i == parts.Length - 1 ? value + "\n" : "{\n");
        return json + new string('}', parts.Length);
    }

    [GeneratedRegex(@"\d+(\.\d+)?")]
    private static partial Regex NumbersIn();
}
