using System.CommandLine;
using System.Globalization;
using Ccsp.Cli.Connecting;
using Ccsp.Cli.Terminal;
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
        var rate = new Option<double?>("--rate") { Description = "Starts a minute at most", HelpName = "PER-MINUTE" };
        var burst = new Option<int?>("--burst") { Description = "Starts at once after a rest (with --rate)", HelpName = "N" };
        var normal = new Option<double?>("--normal-up-to")
        {
            Description = "The share of a provider's window normal tasks may use, 0 to 1",
            HelpName = "SHARE",
        };
        var low = new Option<double?>("--low-up-to") { Description = "The same for low tasks", HelpName = "SHARE" };
        var command = new Command(
            "limit",
            "Set the limits of a gate; what is not named is as configured, and lowering one ends no run") { name, limit, rate, burst,
            normal, low, JsonOutput.Option };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Open(parsed, shell);
            var text = parsed.GetRequiredValue(limit);
            var wanted = new GateLimit
            {
                Limit = text == "none" ? null : int.Parse(text, CultureInfo.InvariantCulture),
                RatePerMinute = parsed.GetValue(rate),
                Burst = parsed.GetValue(burst),
                Headroom = Headroom(parsed.GetValue(normal), parsed.GetValue(low)),
            };
            return GateOutput.Write(
                shell, await client.SetGateLimitAsync(parsed.GetRequiredValue(name), wanted, cancellationToken),
                parsed.GetValue(JsonOutput.Option));
        });
        return command;
    }

    private static HeadroomView? Headroom(double? normal, double? low)
    {
        var configured = new HeadroomView();
        return normal is null && low is null ? null : new HeadroomView
        {
            Normal = normal ?? configured.Normal,
            Low = low ?? Math.Min(configured.Low, normal ?? 1),
        };
    }
}
