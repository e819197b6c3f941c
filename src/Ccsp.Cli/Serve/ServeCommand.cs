using System.CommandLine;
using Ccsp.Cli.Config;
using Ccsp.Contracts;
using Ccsp.Gateway.Configuration;

namespace Ccsp.Cli.Serve;

/// <summary><c>ccsp serve</c>: the gateway in the foreground, until SIGTERM or Ctrl-C.</summary>
internal static class ServeCommand
{
    public static Command Create(Shell shell)
    {
        var options = ConfigOptions.OfGateway();
        var drain = new Option<bool>("--drain")
        {
            Description = "When told to stop, wait for the runs instead of leaving them to their supervisors",
        };
        var command = new Command("serve", "Start the gateway") { drain };
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) => options.Load(parsed, shell) switch
        {
            OptionsResult.Loaded loaded =>
                RunAsync(loaded, () => options.Load(parsed, shell), parsed.GetValue(drain), shell, cancellationToken),
            OptionsResult.Refused refused => Task.FromResult(ConfigOptions.Refuse(shell, refused, ExitCodes.Usage)),
            _ => throw new InvalidOperationException("a result of a third kind"),
        });
        return command;
    }

    private static Task<int> RunAsync(
        OptionsResult.Loaded loaded, Func<OptionsResult> reload, bool drain, Shell shell, CancellationToken cancellationToken)
    {
        // The host queries the working directory without using it, and all paths are absolute by now.
        if (shell.CurrentDirectory is null)
            Directory.SetCurrentDirectory("/");
        var output = new ServeOutput(shell);
        foreach (var note in SurroundingsCheck.Notes(loaded, shell.Environment.GetValueOrDefault("PATH")))
            output.Warn($"{note.Path}: {note.Message}");
        return Gateway.Gateway.RunAsync(loaded, reload, drain, output.Say, output.Warn, cancellationToken);
    }
}
