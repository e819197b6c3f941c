using System.CommandLine;
using System.Globalization;
using Ccsp.Cli.Config;
using Ccsp.Cli.Following;
using Ccsp.Cli.Terminal;
using Ccsp.Contracts;
using Ccsp.Gateway.Configuration;
using Ccsp.Gateway.StoreMigration;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Storage.Redis;

namespace Ccsp.Cli.MigrateStore;

/// <summary><c>ccsp migrate-store</c>: moves everything from the embedded store to Redis, or back, while no gateway runs.</summary>
internal static class MigrateStoreCommand
{
    private const string Sqlite = "sqlite";
    private const string Redis = "redis";

    public static Command Create(Shell shell)
    {
        var options = ConfigOptions.OfStores();
        var from = Store("--from", $"The store that is left: {Sqlite} or {Redis}");
        var to = Store("--to", "The other one, which counts afterwards; what it holds is replaced, unless tasks in it count");
        var command = new Command(
            "migrate-store",
            "Move all tasks, events, limits, sessions and notifications of a stopped store to the other kind of store") { from, to,
            JsonOutput.Option };
        options.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(from) is { } left && left == result.GetValue(to))
                result.AddError($"--from and --to name the same store; one is {Sqlite}, the other {Redis}");
        });
        command.SetAction(async (parsed, cancellationToken) => options.Load(parsed, shell) switch
        {
            OptionsResult.Refused refused => ConfigOptions.Refuse(shell, refused, ExitCodes.Usage),
            OptionsResult.Loaded { Options.Store.IsShared: false } =>
                throw CliFailure.Usage("no Redis is named: set REDIS_URL, REDIS_HOST or store.redis.* as for ccsp serve"),
            OptionsResult.Loaded loaded =>
                await MoveAsync(shell, loaded.Options, parsed.GetValue(to) == Redis, parsed.GetValue(JsonOutput.Option), cancellationToken),
            _ => throw new InvalidOperationException("a result of a third kind"),
        });
        return command;
    }

    private static Option<string> Store(string name, string description)
    {
        var option = new Option<string>(name) { Description = description, HelpName = "STORE", Required = true };
        option.AcceptOnlyFromAmong(Sqlite, Redis);
        return option;
    }

    private static async Task<int> MoveAsync(Shell shell, GatewayOptions options, bool toRedis, bool json,
        CancellationToken cancellationToken)
    {
        try
        {
            var report = await StoreMoves.RunAsync(options, toRedis, line => Progress.Say(shell, line), cancellationToken);
            return json ? JsonOutput.Write(shell, report, MigrationReportJson.Default.MigrationReport) : Say(shell, report, toRedis);
        }
        catch (Exception ex) when (ex is MigrationRefused or DataFolderTaken or StoreUnsuitable)
        {
            throw new CliFailure(ex.Message, ExitCodes.Refused);
        }
        catch (StoreUnavailable ex)
        {
            throw new CliFailure(ex.Message, ExitCodes.Unreachable);
        }
    }

    private static int Say(Shell shell, MigrationReport report, bool toRedis)
    {
        foreach (var kind in report.Kinds.Where(kind => kind.Count > 1))
            shell.Out.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{kind.Count,12:N0} {kind.Name} (sha256 {kind.Digest[..16]}…)"));
        shell.Out.WriteLine($"moved from {report.From} to {report.To}; what was read back is what left");
        shell.Out.WriteLine(toRedis
            ? "start gateways as configured now; the embedded store stays as a copy that no gateway opens"
            : "take the Redis settings out of the configuration, then start the gateway; the store in Redis stays "
                + "as a copy that no gateway opens");
        return ExitCodes.Done;
    }
}
