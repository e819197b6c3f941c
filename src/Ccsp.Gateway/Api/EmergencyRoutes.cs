using Ccsp.Contracts;
using Ccsp.Gateway.Api.Reading;
using Ccsp.Gateway.EmergencyStop;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ccsp.Gateway.Api;

internal static class EmergencyRoutes
{
    /// <summary>Number of tasks a plan lists by name; the rest are only counted.</summary>
    private const int Named = 20;

    public static void Map(IEndpointRouteBuilder api)
    {
        var emergency = api.MapGroup("/emergency-stop").WithTags("emergency stop");
        emergency.MapMethods("/", Documentation.Reading, GetAsync).IsPolled()
            .Is(
                "getEmergencyStop",
                "The emergency stop that stands, with the plan of what a clear would start; or the receipt of the last one.");
        emergency.MapPost("/", OrderAsync).Takes<EmergencyOrder>().Refuses(415, 422)
            .Is(
                "orderEmergencyStop",
                "Stop everything: hold (nothing starts), drain (runs end by themselves) or kill (every process tree is ended). One that "
                + "stands goes further, never back.");
        emergency.MapDelete("/", ClearAsync).Refuses(409)
            .Is("clearEmergencyStop", "Let tasks start again. What the stop ended goes on at the head of its queue.");
    }

    private static async Task<Results<Ok<EmergencyView>, Refusal>> GetAsync(
        EmergencyStopService emergency, ITaskStore store, ClaimPreview asIf, CancellationToken cancellationToken)
    {
        if (await emergency.NowAsync(cancellationToken) is not { } now)
            return TypedResults.Ok(new EmergencyView { Active = false, Phase = "none" });
        var view = EmergencyViews.Of(now) with { OnlyHere = OnlyHere(emergency) };
        // Clearing needs the store, so there is no plan while the store cannot even record the stop.
        return TypedResults.Ok(now.Stands && emergency.Unwritten is null
            ? view with { Plan = await PlanAsync(emergency, store, asIf(), cancellationToken) } : view);
    }

    private static async Task<Results<Ok<EmergencyView>, Refusal>> OrderAsync(HttpContext context, EmergencyStopService emergency)
    {
        var read = await RequestBody.ReadAsync(
            context.Request, CcspJson.Wire.EmergencyOrder, whenEmpty: new EmergencyOrder(), context.RequestAborted);
        if (read.Broken is not null)
            return new Refusal(read.Broken);
        var faults = new Faults("");
        faults.Line("reason", read.Value?.Reason, 1000);
        if (read.Value is { Reason: null })
            faults.Add("reason", "Say why, for everybody who finds the gateway stopped.", FieldFault.Missing);
        if (read.Errors.Count + faults.All.Count > 0)
            return new Refusal(Problems.Fields([.. read.Errors, .. faults.All]));
        var order = read.Value!;
        // The stop is carried out even if the caller disconnects.
        var outcome = await emergency.OrderAsync(
            order.Mode ?? EmergencyMode.Kill, order.Reason!, CallerOf.Request(context).Name, CancellationToken.None);
        return TypedResults.Ok(EmergencyViews.Of(outcome.State!) with
        {
            AlreadyActive = !outcome.Changed,
            OnlyHere = OnlyHere(emergency),
        });
    }

    private static async Task<Results<Ok<EmergencyView>, Refusal>> ClearAsync(HttpContext context, EmergencyStopService emergency)
    {
        if (await emergency.ClearAsync(CallerOf.Request(context).Name, context.RequestAborted) is not { } outcome)
            return new Refusal(Problems.StopFileLies(emergency.LyingFile));
        return TypedResults.Ok(
            outcome.State is { } state ? EmergencyViews.Of(state) : new EmergencyView { Active = false, Phase = "none" });
    }

    private static bool? OnlyHere(EmergencyStopService emergency) => emergency.IsOnlyHere ? true : null;

    private static async Task<ClearPlanView> PlanAsync(EmergencyStopService emergency, ITaskStore store, ClaimRequest asIf,
        CancellationToken cancellationToken)
    {
        var snapshot = await store.SnapshotAsync(asIf.Now, cancellationToken);
        var starts = await emergency.PlanAsync(asIf with { Limit = asIf.MaxConcurrent }, cancellationToken);
        return new ClearPlanView(
            snapshot.ByState.GetValueOrDefault(TaskState.Ready),
            starts.Count,
            [.. starts.Take(Named)
                .Select(task => new PlannedStart(task.Id, task.Agent, task.PriorityClass, task.ConversationId is not null))],
            emergency.LyingFile);
    }
}
