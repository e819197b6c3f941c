using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Queue;

public abstract partial class TaskStoreConformance
{
    private async Task<IReadOnlyList<string>> List(TaskFilter filter) =>
        Ids((await _store.ListAsync(filter, Stop)).Items.Select(record => record.Task));

    [Fact(Timeout = 30_000)]
    public async Task An_unknown_task_reads_as_nothing()
    {
        await Open();
        Assert.Null(await _store.GetAsync("nobody", Stop));
        Assert.Empty(await _store.RunsAsync("nobody", Stop));
        Assert.Null(await _store.ExplainAsync("nobody", Request(), Stop));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_list_is_newest_first_and_pages_through_waiting_and_ended_tasks_alike()
    {
        await Open();
        List<AgentTask> all = [];
        for (var i = 0; i < 5; i++)
            all.Add(await Add());
        await Cancel(all[1]);
        await Cancel(all[4]);
        var first = await _store.ListAsync(new TaskFilter { Limit = 2 }, Stop);
        Assert.Equal(Ids([all[4], all[3]]), Ids(first.Items.Select(record => record.Task)));
        var second = await _store.ListAsync(new TaskFilter { Limit = 2, After = first.Next }, Stop);
        Assert.Equal(Ids([all[2], all[1]]), Ids(second.Items.Select(record => record.Task)));
        var third = await _store.ListAsync(new TaskFilter { Limit = 2, After = second.Next }, Stop);
        Assert.Equal(Ids([all[0]]), Ids(third.Items.Select(record => record.Task)));
        Assert.Null(third.Next);
        Assert.Null((await _store.ListAsync(new TaskFilter { Limit = 5 }, Stop)).Next);
    }

    [Fact(Timeout = 30_000)]
    public async Task Every_member_of_a_filter_narrows_the_list()
    {
        await Open();
        var spec = Submissions.In("g", Priority.High) with { Agent = "a", Engine = "shell", Profile = "work", Type = "lint" };
        await Add();
        Pass(10);
        var task = await Add(spec);
        Pass(10);
        var ended = await Cancel(await Add());
        Assert.Equal([task.Id], await List(new TaskFilter { Priority = Priority.High }));
        Assert.Equal([task.Id], await List(new TaskFilter { Agent = "a" }));
        Assert.Equal([task.Id], await List(new TaskFilter { Engine = "shell" }));
        Assert.Equal([task.Id], await List(new TaskFilter { Profile = "work" }));
        Assert.Equal([task.Id], await List(new TaskFilter { Group = "g" }));
        Assert.Equal([task.Id], await List(new TaskFilter { Type = "lint" }));
        Assert.Equal([ended.Id], await List(new TaskFilter { State = TaskState.Cancelled }));
        Assert.Equal([task.Id], await List(new TaskFilter { Since = task.CreatedAt.AddSeconds(-1), Until = task.CreatedAt.AddSeconds(1) }));
        Assert.Equal([task.Id], await List(new TaskFilter { State = TaskState.Ready, Agent = "a", Group = "g" }));
        Assert.Empty(await List(new TaskFilter { State = TaskState.Failed, Agent = "a" }));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_search_finds_text_in_prompt_result_and_metadata_whatever_its_case()
    {
        await Open();
        await Add();
        var answered = await Start();
        await _store.FinishAsync(Finished(answered) with { Result = "The QUICK fox." }, Stop);
        var asked = await Add(Submissions.Simple("Find the quick way, 100% sure."));
        var noted = await Add(Submissions.Simple() with { Metadata = Facts("title", "Be Quick") });
        await Add(Submissions.Simple("Slow."));
        Assert.Equal(Ids([noted, asked, answered]), await List(new TaskFilter { Search = "quick" }));
        var nested = await Add(
            Submissions.Simple() with {
            Metadata = new Dictionary<string, JsonElement> {
                ["to"] = JsonElement.Parse("""{"names":["O'Brien & Söhne","\u65e5\u672c"],"n":42}""") } });
        Assert.Equal([nested.Id], await List(new TaskFilter { Search = "日本" }));
        Assert.Equal([nested.Id], await List(new TaskFilter { Search = "o'brien & SÖHNE" }));
        Assert.Equal([asked.Id], await List(new TaskFilter { Search = "100% S" }));
        Assert.Empty(await List(new TaskFilter { Search = "100_ s" }));
        Assert.Empty(await List(new TaskFilter { Search = "f%x" }));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_list_has_the_beginning_of_large_prompts_that_a_read_returns_whole()
    {
        await Open();
        var large = await Add(Submissions.Simple(new string('x', 70_000)));
        var small = await Add(Submissions.Simple(new string('y', 60_000)));
        var page = (await _store.ListAsync(new TaskFilter(), Stop)).Items;
        Assert.Equal([small.Id, large.Id], page.Select(record => record.Task.Id));
        Assert.Equal(60_000, page[0].Spec.Prompt!.Length);
        Assert.Equal(new string('x', 256), page[1].Spec.Prompt);
        Assert.Equal(70_000, (await Read(large.Id)).Spec.Prompt!.Length);
        var claimed = Assert.Single(await _store.ClaimAsync(Request(limit: 1), Stop));
        Assert.Equal((large.Id, 70_000), (claimed.Task.Id, claimed.Spec.Prompt!.Length));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_filter_may_name_several_values_of_which_each_is_one()
    {
        await Open();
        var waiting = await Add(Submissions.In("g") with { Agent = "a", Hold = true });
        var ended = await Cancel(await Add(Submissions.In("g") with { Agent = "b" }));
        var ready = await Add(Submissions.In("h", Priority.High) with { Agent = "c" });
        Assert.Equal(Ids([ready, ended, waiting]),
            await List(new TaskFilter { State = new([TaskState.Held, TaskState.Ready, TaskState.Cancelled, TaskState.Ready]) }));
        Assert.Equal(Ids([ended, waiting]), await List(new TaskFilter { State = new([TaskState.Cancelled, TaskState.Held]) }));
        Assert.Equal(Ids([ready, waiting]), await List(new TaskFilter { Agent = new(["a", "c"]) }));
        Assert.Equal(Ids([ready, ended, waiting]),
            await List(new TaskFilter { Priority = new([Priority.High, Priority.Normal]), Group = new(["g", "h"]) }));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_list_goes_from_the_oldest_on_where_that_is_asked_for()
    {
        await Open();
        List<string> ids = [];
        for (var i = 0; i < 7; i++)
            ids.Add((await (i % 2 == 0 ? Cancel(await Add()) : Add())).Id);
        var inSteps = new TaskFilter { ScanLimit = 3, State = new([TaskState.Ready, TaskState.Cancelled]) };
        foreach (var filter in new[] { new TaskFilter { Limit = 2 }, inSteps })
        {
            List<TaskPage> pages = [await _store.ListAsync(filter with { OldestFirst = true }, Stop)];
            while (pages[^1].Next is { } next)
                pages.Add(await _store.ListAsync(filter with { OldestFirst = true, After = next }, Stop));
            Assert.True(pages.Count > 2);
            Assert.Equal(ids, pages.SelectMany(page => page.Items).Select(record => record.Task.Id));
        }
    }

    [Fact(Timeout = 30_000)]
    public async Task A_page_that_ends_before_all_rows_were_looked_at_goes_on_until_the_end()
    {
        await Open();
        var sought = await Add(Submissions.Simple("a needle"));
        for (var i = 0; i < 7; i++)
            await Add();
        var filter = new TaskFilter { Search = "needle", ScanLimit = 3 };
        List<TaskPage> pages = [await _store.ListAsync(filter, Stop)];
        while (pages[^1].Next is { } next)
            pages.Add(await _store.ListAsync(filter with { After = next }, Stop));
        Assert.Equal([0, 0, 1], pages.Select(page => page.Items.Count));
        Assert.Equal(sought.Id, pages[^1].Items[0].Task.Id);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_list_has_as_much_of_the_texts_as_was_asked_for_and_says_what_it_cut()
    {
        await Open();
        await Add(Submissions.Simple("12345678é"));
        var task = await Start();
        await _store.FinishAsync(
            Finished(task) with { Result = "1234567\ud83d\ude00", StructuredResult = JsonSerializer.SerializeToElement("123456789") },
            Stop);
        var large = await Add(Submissions.Simple(new string('x', 70_000)));
        var cut = (await _store.ListAsync(new TaskFilter { TextCharacters = 8 }, Stop)).Items;
        Assert.Equal([large.Id, task.Id], cut.Select(record => record.Task.Id));
        Assert.Equal(["prompt"], cut[0].Shortened);
        Assert.Equal(("12345678", "1234567", null), (cut[1].Spec.Prompt, cut[1].Result, cut[1].StructuredResult));
        Assert.Equal(["prompt", "result", "structuredResult"], cut[1].Shortened);
        var whole = (await _store.ListAsync(new TaskFilter { TextCharacters = 11, Search = "12345" }, Stop)).Items;
        Assert.Equal(("12345678é", "1234567\ud83d\ude00", "123456789"),
            (whole[0].Spec.Prompt, whole[0].Result, whole[0].StructuredResult!.Value.GetString()));
        Assert.Empty(whole[0].Shortened);
        Assert.Equal(70_000, (await _store.ListAsync(new TaskFilter { Whole = true }, Stop)).Items[0].Spec.Prompt!.Length);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_submission_comes_back_as_it_went_in()
    {
        await Open();
        var spec = new TaskSubmission
        {
            Prompt = "Grüße, \"世界\" \0 \u202e end\n",
            Model = "opus",
            SystemPrompt = "Be brief.",
            IncludeFiles = ["/a", "/b c"],
            TimeoutSeconds = 90,
            MaxTurns = 4,
            MaxBudgetUsd = 1.25m,
            AllowedTools = ["Bash(git *)"],
            McpConfig = JsonSerializer.SerializeToElement(new Dictionary<string, int> { ["x"] = 1 }),
            Env = new Dictionary<string, string> { ["A"] = "=1=" },
            Stdin = [0, 255, 10],
            Arguments = ["-p", "--flag=", ""],
        };
        var read = (await Read((await Add(spec)).Id)).Spec;
        Assert.Equal((spec.Prompt, spec.Model, spec.SystemPrompt, 90, 4, 1.25m),
            (read.Prompt, read.Model, read.SystemPrompt, read.TimeoutSeconds, read.MaxTurns, read.MaxBudgetUsd));
        Assert.Equal(spec.IncludeFiles, read.IncludeFiles);
        Assert.Equal(spec.AllowedTools, read.AllowedTools);
        Assert.Equal(spec.Arguments, read.Arguments);
        Assert.Equal(spec.Stdin, read.Stdin);
        Assert.Equal("=1=", read.Env!["A"]);
        Assert.Equal(1, read.McpConfig!.Value.GetProperty("x").GetInt32());
    }

    [Fact(Timeout = 30_000)]
    public async Task A_snapshot_counts_states_and_classes_at_one_moment()
    {
        await Open(new QueueOptions { Size = 77 });
        var oldest = await Add(Submissions.In("g", Priority.Low));
        Pass(5);
        var newest = await Add(Submissions.In("g", Priority.Low));
        await Add(Submissions.In("g", Priority.Low) with { Hold = true });
        await Add(Submissions.Urgent() with { RunAt = _now.AddHours(1) });
        await Add();
        await Cancel(await Add());
        await Start();
        var snapshot = await _store.SnapshotAsync(_now, Stop);
        Assert.Equal((5, 77, 1), (snapshot.Depth, snapshot.Capacity, snapshot.Ended));
        Assert.Equal(
            (1, 0, 1, 2, 0, 1, 0),
            (State(TaskState.Held), State(TaskState.Blocked), State(TaskState.Scheduled), State(TaskState.Ready),
                State(TaskState.Starting), State(TaskState.Running), State(TaskState.Stopping)));
        Assert.Equal(new ClassDepth(2, 1, oldest.ReadyAt, newest.ReadyAt), snapshot.ByClass[Priority.Low]);
        Assert.Equal(new ClassDepth(0, 1, null, null), snapshot.ByClass[Priority.Urgent]);
        Assert.Equal(new ClassDepth(0, 0, null, null), snapshot.ByClass[Priority.Normal]);
        Assert.Null(snapshot.Pause);

        int State(TaskState state) => snapshot.ByState.GetValueOrDefault(state);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_snapshot_shows_the_pause_while_it_lasts()
    {
        await Open();
        await Hold(GateNames.Queue, _now.AddSeconds(10));
        Assert.Equal("Maintenance.", (await _store.SnapshotAsync(_now, Stop)).Pause!.Reason);
        Pass(11);
        Assert.Null((await _store.SnapshotAsync(_now, Stop)).Pause);
    }
}
