using Ccsp.Contracts;
using Ccsp.Tests.Api;
using Xunit;

namespace Ccsp.Tests.Cli;

/// <summary>A task by its whole id, the beginning or the end of it, or as the newest; over the real routes.</summary>
public sealed class TaskReferenceTests : IDisposable
{
    private readonly TestShell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact(Timeout = 240_000)]
    public async Task A_task_is_found_by_what_names_only_it()
    {
        await using var host = await ApiHost.StartAsync();
        Given(host);
        var first = await SubmitAsync();
        var second = await SubmitAsync();
        var common = Enumerable.Range(0, 36).First(i => first[i] != second[i]);
        foreach (var name in new[] { second, second[..(common + 1)], second[^12..], second[^12..].ToUpperInvariant(),
            second.ToUpperInvariant(), "last" })
            Assert.Contains(second, await OutAsync("tasks", "show", name), StringComparison.Ordinal);
        Assert.Contains(first, await OutAsync("tasks", "explain", "--json", first[..(common + 1)]), StringComparison.Ordinal);
        Assert.Contains($"{second} cancelled", await OutAsync("tasks", "cancel", "last"), StringComparison.Ordinal);
    }

    [Fact(Timeout = 240_000)]
    public async Task The_last_task_is_the_callers_own_where_he_says_who_he_is()
    {
        await using var host = await ApiHost.StartAsync();
        Given(host);
        _shell.Environment["CCSP_AGENT"] = "anna";
        var own = await SubmitAsync();
        _shell.Environment["CCSP_AGENT"] = "ben";
        var other = await SubmitAsync();
        Assert.Contains(other, await OutAsync("tasks", "show", "last"), StringComparison.Ordinal);
        _shell.Environment["CCSP_AGENT"] = "anna";
        Assert.Contains(own, await OutAsync("tasks", "show", "last"), StringComparison.Ordinal);
        _shell.Environment["CCSP_AGENT"] = "carl";
        Assert.Equal(ExitCodes.Usage, await _shell.RunAsync("tasks", "cancel", "last"));
        Assert.Contains("the agent carl (CCSP_AGENT) has no task yet", _shell.Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = 240_000)]
    public async Task What_names_several_tasks_lists_them_and_does_nothing()
    {
        await using var host = await ApiHost.StartAsync();
        Given(host);
        var first = await SubmitAsync();
        var second = await SubmitAsync();
        Assert.Equal(ExitCodes.Usage, await _shell.RunAsync("tasks", "cancel", first[..6]));
        Assert.Contains("more than one task begins with", _shell.Error, StringComparison.Ordinal);
        Assert.Contains($"{first} (ready)", _shell.Error, StringComparison.Ordinal);
        Assert.Contains($"{second} (ready)", _shell.Error, StringComparison.Ordinal);
    }

    [Theory(Timeout = 240_000)]
    [InlineData("ffff", "no task begins with 'ffff'")]
    [InlineData("-0000", "'-0000' is no option")]
    [InlineData("nope", "There is no task")]
    [InlineData("last", "there is no task yet")]
    [InlineData("", "the id of a task is empty")]
    [InlineData(" \t", "the id of a task is empty")]
    public async Task What_names_no_task_is_told(string name, string why)
    {
        await using var host = await ApiHost.StartAsync();
        Given(host);
        Assert.NotEqual(0, await _shell.RunAsync("tasks", "show", name));
        Assert.Contains(why, _shell.Error, StringComparison.OrdinalIgnoreCase);
    }

    [Fact(Timeout = 240_000)]
    public async Task A_task_that_must_end_first_is_named_in_the_same_way()
    {
        await using var host = await ApiHost.StartAsync();
        Given(host);
        var first = await SubmitAsync();
        Assert.Contains($"\"{first}\"", await OutAsync("submit", "x", "--after", "last", "--json"), StringComparison.Ordinal);
    }

    private void Given(ApiHost host)
    {
        _shell.Environment["CCSP_URL"] = host.Client.BaseAddress!.ToString();
        _shell.Environment["CCSP_API_KEY"] = host.Key;
    }

    private async Task<string> SubmitAsync() => (await OutAsync("submit", "x")).Trim();

    private async Task<string> OutAsync(params string[] args)
    {
        using var shell = new TestShell();
        foreach (var (name, value) in _shell.Environment)
            shell.Environment[name] = value;
        Assert.Equal((0, ""), (await shell.RunAsync(args), shell.Error));
        return shell.Out;
    }
}
