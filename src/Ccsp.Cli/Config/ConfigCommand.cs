using System.CommandLine;

namespace Ccsp.Cli.Config;

/// <summary><c>ccsp config …</c></summary>
internal static class ConfigCommand
{
    public static Command Create(Shell shell) => new("config", "Show and check the configuration")
    {
        ConfigShowCommand.Create(shell),
        ConfigCheckCommand.Create(shell),
    };
}
