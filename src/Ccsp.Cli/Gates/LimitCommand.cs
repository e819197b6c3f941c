using System.CommandLine;
using System.Globalization;
using Ccsp.Contracts;

namespace Ccsp.Cli.Gates;

/// <summary><c>ccsp gates limit</c></summary>
internal static class LimitCommand
{
    public static Command Create(Shell shell, Connection connection)
    {
        var name = GatesCommand.Name();
        var limit = new Argument<string>("N") { Description = "Live runs at most, or none" };
        limit.Validators.Add(result =>
        {
            var text = result.Tokens is [var token] ? token.Value : "";
            if (text != "none" && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
                result.AddError($"'{text}' is no limit; write a whole number, or none");
        });
        var command = new Command("limit", "Limit the live runs of a gate; lowering it ends no run") { name, limit, JsonOutput.Option };
        command.SetAction(async (parsed, stop) =>
        {
            using var client = connection.Open(parsed, shell);
            var text = parsed.GetRequiredValue(limit);
            var wanted = new GateLimit { Limit = text == "none" ? null : int.Parse(text, CultureInfo.InvariantCulture) };
            return GateOutput.Write(shell, await client.SetGateLimitAsync(parsed.GetRequiredValue(name), wanted, stop), parsed.GetValue(JsonOutput.Option));
        });
        return command;
    }
}
