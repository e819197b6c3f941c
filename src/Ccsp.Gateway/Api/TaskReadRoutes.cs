using Ccsp.Contracts;
using Ccsp.Gateway.Api.Reading;
using Ccsp.Gateway.Queue;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ccsp.Gateway.Api;

internal static class TaskReadRoutes
{
    private static readonly RequestParameter[] Filters =
    [
        new("fields", "Members each row has beside id and state, whole.") { IsList = true, Values = TaskRow.Names },
        RequestParameter.EnumValues<TaskState>("state", "Only in one of these states."),
        RequestParameter.EnumValues<Priority>("priority", "Only of one of these classes."),
        RequestParameter.Texts("agent", "Only of these agents."),
        RequestParameter.Texts("engine", "Only of these engines."),
        RequestParameter.Texts("profile", "Only of these profiles."),
        RequestParameter.Texts("group", "Only of these groups."),
        RequestParameter.Texts("type", "Only of these types."),
        RequestParameter.Text("q", "Text in prompt, result or metadata, whatever its case."),
        RequestParameter.Time("since", "Accepted at this time or later."),
        RequestParameter.Time("until", "Accepted before this time."),
        RequestParameter.Number("limit", "Tasks on one page; 50 when absent.", 1, 1000),
        RequestParameter.Text("cursor", "Where to go on: next of the page before."),
    ];

    public static void Map(RouteGroupBuilder tasks)
    {
        tasks.MapMethods("/", Documentation.Reading, ListAsync)
            .Reads(Filters)
            .IsPolled()
            .Is(
                "listTasks",
                "Tasks, newest first. Prompts and results are cut to 200 characters unless fields asks for them. Only the "
                + "page without next is the last.");
        tasks.MapMethods("/{id}", Documentation.Reading, GetAsync).Refuses(404).IsPolled()
            .Is("getTask", "One task: what was submitted, where it stands, what came of it.");
        tasks.MapMethods("/{id}/result", Documentation.Reading, ResultAsync).Refuses(404, 409).IsPolled()
            .Is("getTaskResult", "What came of an ended task.");
        tasks.MapMethods("/{id}/runs", Documentation.Reading, RunsAsync).Refuses(404).IsPolled().Is("listRuns", "The runs of a task.");
        tasks.MapMethods("/{id}/explain", Documentation.Reading, ExplainAsync).Refuses(404)
            .Is("explainTask", "Why a task waits: its place and the answer of each of its gates.");
    }

    private static async Task<Results<TaskPageResult, Refusal>> ListAsync(HttpContext context, TaskLister lister)
    {
        var query = new QueryFields(context.Request.Query);
        var filter = new TaskFilter
        {
            State = query.EnumValues<TaskState>("state"),
            Priority = query.EnumValues<Priority>("priority"),
            Agent = query.Texts("agent"),
            Engine = query.Texts("engine"),
            Profile = query.Texts("profile"),
            Group = query.Texts("group"),
            Type = query.Texts("type"),
            Search = query.Text("q"),
            Since = query.Time("since"),
            Until = query.Time("until"),
            Limit = (int)(query.Number("limit", 1, 1000) ?? 50),
            After = query.TaskId("cursor"),
        };
        var fields = query.Names("fields", TaskRow.Names);
        if (filter.Since >= filter.Until)
            query.Refuse("until", "It is not after since, so no task could match.");
        return query.Refusal() is { } wrong ? new Refusal(wrong) : await lister.PageAsync(filter, fields, context.RequestAborted);
    }

    private static async Task<Results<Ok<TaskView>, Refusal>> GetAsync(
        string id, ITaskStore store, Catalogue known, CancellationToken cancellationToken) =>
        await FindAsync(store, id, cancellationToken) is { } record
            ? TypedResults.Ok(Views.Task(record, known.Durability))
            : new Refusal(Problems.NoTask(id));

    private static async Task<Results<Ok<TaskResult>, Refusal>> ResultAsync(string id, ITaskStore store,
        CancellationToken cancellationToken)
    {
        if (await FindAsync(store, id, cancellationToken) is not { } record)
            return new Refusal(Problems.NoTask(id));
        return record.Task.IsTerminal ? TypedResults.Ok(Views.Result(record)) : new Refusal(Problems.NotEnded(record.Task));
    }

    private static async Task<Results<Ok<RunList>, Refusal>> RunsAsync(string id, ITaskStore store, CancellationToken cancellationToken)
    {
        if (await FindAsync(store, id, cancellationToken) is null)
            return new Refusal(Problems.NoTask(id));
        var runs = await store.RunsAsync(id, cancellationToken);
        return TypedResults.Ok(new RunList([.. runs.Select(Views.Run)]));
    }

    private static async Task<Results<Ok<ExplanationView>, Refusal>> ExplainAsync(
        string id, ITaskStore store, ClaimPreview asIf, CancellationToken cancellationToken) =>
        TaskIds.IsOne(id) && await store.ExplainAsync(id, asIf(), cancellationToken) is { } explanation
            ? TypedResults.Ok(Views.Explanation(explanation))
            : new Refusal(Problems.NoTask(id));

    public static async Task<TaskRecord?> FindAsync(ITaskStore store, string id, CancellationToken cancellationToken) =>
        TaskIds.IsOne(id) ? await store.GetAsync(id, cancellationToken) : null;
}
