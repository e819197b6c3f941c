using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Ccsp.Cli.Parsing;
using Ccsp.Contracts;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Ccsp.Tests.Cli;

/// <summary>Every command that asks a gateway, against everything that gives no answer: it says so and never ends with 0.</summary>
public sealed class EveryCommandTests
{
    private const string Id = "01926f5c-0000-7000-8000-000000000001";

    /// <summary>They answer without a gateway.</summary>
    private static readonly string[] Local = ["serve", "config show", "config check", "completion", "help", "migrate-store", "claude"];

    /// <summary>What a command needs beyond its arguments.</summary>
    private static readonly Dictionary<string, string[]> More = new()
    {
        ["version"] = ["--gateway"],
        ["stop"] = ["why"],
        ["queue clear"] = ["--yes"],
        ["notify retry"] = ["--all"],
        ["gates limit"] = ["profile:x", "none"],
        ["tasks priority"] = [Id, "low"],
        ["tasks retry"] = [Id],
        ["tasks wait"] = [Id],
        ["tasks cancel"] = [Id],
        ["tasks approve"] = [Id],
    };

    [Theory(Timeout = 120_000)]
    [InlineData("page", ExitCodes.Unreachable)]
    [InlineData("empty object", ExitCodes.Unreachable)]
    [InlineData("error page", ExitCodes.Failed)]
    [InlineData("error of another program", ExitCodes.Failed)]
    public async Task A_peer_that_is_no_gateway_is_no_answer(string peer, int code)
    {
        await using var stub = await StubGateway.StartAsync(context => peer switch
        {
            "page" => PageAsync(context, 200),
            "empty object" => StubGateway.JsonAsync(context, "{}"),
            "error page" => PageAsync(context, 500),
            _ => StubGateway.JsonAsync(context, """{"error":"no such path"}""", 404),
        });
        await AllAsync(stub.Url, code);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_store_that_is_away_is_no_answer()
    {
        await using var stub = await StubGateway.StartAsync(context => StubGateway.JsonAsync(
            context, StubGateway.Problem(503, ErrorCodes.StoreUnavailable, "The store does not answer."), 503));
        await AllAsync(stub.Url, ExitCodes.Refused);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_gateway_that_is_stopped_is_no_answer()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        await AllAsync(new Uri($"http://{taken.LocalEndPoint}"), ExitCodes.Unreachable);
    }

    private static Task PageAsync(HttpContext context, int status)
    {
        (context.Response.StatusCode, context.Response.ContentType) = (status, "text/html; charset=utf-8");
        return context.Response.WriteAsync("<html>It works!</html>");
    }

    private static async Task AllAsync(Uri url, int code)
    {
        var commands = Commands().ToList();
        Assert.Contains("tasks events", commands.Select(command => command.Path));
        var wrong = await Task.WhenAll(commands.SelectMany(command => new[] { command.Args, [.. command.Args, "--json"] }
            .Where(args => !args.Contains("--json") || command.HasJson)).Select(args => WrongAsync(url, args, code)));
        Assert.Empty(wrong.OfType<string>());
    }

    private static async Task<string?> WrongAsync(Uri url, string[] args, int code)
    {
        // What follows a stream looks for the gateway again for minutes.
        using var shell = new TestShell { Clock = new HurriedClock(), Input = [] };
        var exit = await shell.RunAsync([.. args, "--url", url.ToString(), "--key", "k"]);
        var told = shell.Error.Length > 0 && !shell.Error.Contains("should not have happened", StringComparison.Ordinal);
        var isStreamOrOther = exit is ExitCodes.Unreachable && code == ExitCodes.Refused;
        return (exit == code || isStreamOrOther) && told && shell.Out.Length + shell.OutBytes.Length == 0 ? null
            : $"{string.Join(' ', args)}: {exit} instead of {code}, \"{shell.Out}{shell.OutText}\", \"{shell.Error}\"";
    }

    private static IEnumerable<(string Path, string[] Args, bool HasJson)> Commands()
    {
        using var shell = new TestShell();
        return [.. Below(CommandLine.Create(shell.Shell), "")];
    }

    private static IEnumerable<(string Path, string[] Args, bool HasJson)> Below(Command command, string path)
    {
        foreach (var sub in command.Subcommands)
        {
            var name = path.Length == 0 ? sub.Name : $"{path} {sub.Name}";
            if (Local.Contains(name))
                continue;
            if (sub.Subcommands.Count > 0)
            {
                foreach (var one in Below(sub, name))
                    yield return one;
                continue;
            }

            var values = More.GetValueOrDefault(name) ?? [.. sub.Arguments.Where(argument => argument.Arity.MinimumNumberOfValues > 0
                || argument.Name == "PROMPT").Select(argument => argument.Name is "PROMPT" ? "x" : Id)];
            yield return (name, [.. name.Split(' '), .. values], sub.Options.Any(option => option.Name == "--json"));
        }
    }
}
