using System.CommandLine;
using Ccsp.Contracts;

namespace Ccsp.Cli.Queue;

/// <summary>Selects a part of the queue; by default all of it.</summary>
internal sealed class PartOptions
{
    private readonly Option<string?> _priority = new("--priority", "-p") { Description = "Only this class", HelpName = "PRIORITY" };
    private readonly Option<string?> _group = new("--group") { Description = "Only this group", HelpName = "GROUP" };

    public PartOptions() => _priority.AcceptOnlyFromAmong([.. EnumNames<Priority>.All]);

    public void AddTo(Command command)
    {
        command.Add(_priority);
        command.Add(_group);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_priority) is not null && result.GetResult(_group) is not null)
                result.AddError("--priority and --group exclude each other");
        });
    }

    public Priority? Priority(ParseResult parsed) =>
        EnumNames<Priority>.TryParse(parsed.GetValue(_priority), out var priority) ? priority : null;

    public string? Group(ParseResult parsed) => parsed.GetValue(_group);
}
