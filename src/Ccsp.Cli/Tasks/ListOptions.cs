using System.CommandLine;
using Ccsp.Cli.Times;
using Ccsp.Contracts;

namespace Ccsp.Cli.Tasks;

/// <summary>Selects tasks to list.</summary>
internal sealed class ListOptions
{
    private readonly Option<string?> _state = new("--state") { Description = "Only in this state", HelpName = "STATE" };
    private readonly Option<string?> _priority = new("--priority", "-p") { Description = "Only of this class", HelpName = "PRIORITY" };
    private readonly Option<string?> _agent = new("--agent") { Description = "Only of this agent", HelpName = "AGENT" };
    private readonly Option<string?> _engine = new("--engine") { Description = "Only of this engine", HelpName = "ENGINE" };
    private readonly Option<string?> _profile = new("--profile") { Description = "Only of this profile", HelpName = "PROFILE" };
    private readonly Option<string?> _group = new("--group") { Description = "Only of this group", HelpName = "GROUP" };
    private readonly Option<string?> _type = new("--type") { Description = "Only of this type", HelpName = "TYPE" };
    private readonly Option<string?> _text =
        new("--search", "-q") { Description = "Text in prompt, result or metadata", HelpName = "TEXT" };
    private readonly Option<DateTimeOffset?> _since;
    private readonly Option<DateTimeOffset?> _until;
    private readonly Option<int?> _limit = new("--limit", "-n") { Description = "Tasks on one page", HelpName = "N" };
    private readonly Option<string?> _cursor = new("--cursor") { Description = "Go on where the page before ended", HelpName = "CURSOR" };

    public ListOptions(Shell shell)
    {
        _since = TimeOptions.Gone("--since", "Accepted at this time or later", shell);
        _until = TimeOptions.Bound("--until", "Accepted before this time", shell);
        _state.AcceptOnlyFromAmong([.. EnumNames<TaskState>.All]);
        _priority.AcceptOnlyFromAmong([.. EnumNames<Priority>.All]);
    }

    public void AddTo(Command command)
    {
        Option[] options = [_state, _priority, _agent, _engine, _profile, _group, _type, _text, _since, _until, _limit, _cursor];
        foreach (var option in options)
            command.Add(option);
    }

    public TaskQuery Read(ParseResult parsed) => new()
    {
        State = EnumNames<TaskState>.TryParse(parsed.GetValue(_state), out var state) ? state : null,
        Priority = EnumNames<Priority>.TryParse(parsed.GetValue(_priority), out var priority) ? priority : null,
        Agent = parsed.GetValue(_agent),
        Engine = parsed.GetValue(_engine),
        Profile = parsed.GetValue(_profile),
        Group = parsed.GetValue(_group),
        Type = parsed.GetValue(_type),
        Text = parsed.GetValue(_text),
        Since = parsed.GetValue(_since),
        Until = parsed.GetValue(_until),
        Limit = parsed.GetValue(_limit),
        Cursor = parsed.GetValue(_cursor),
    };
}
