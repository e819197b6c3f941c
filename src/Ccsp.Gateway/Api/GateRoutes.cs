using Ccsp.Contracts;
using Ccsp.Gateway.Api.Reading;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ccsp.Gateway.Api;

/// <summary>
/// Gates: limits and holds that can be changed at run time and survive restarts. A slash in a name is sent as <c>%2F</c>.
/// </summary>
internal static class GateRoutes
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var gates = api.MapGroup("/gates").WithTags("gates");
        gates.MapMethods("/", Documentation.Reading, ListAsync).IsPolled()
            .Is("listGates", "Gates that someone set, here or in the configuration.");
        gates.MapPut("/{name}", LimitAsync).Takes<GateLimit>().Refuses(404, 415, 422)
            .Is("limitGate", "Set the limits of a gate; what is absent is as configured. Lowering a limit stops nothing.");
        gates.MapPost("/{name}/close", CloseAsync).Takes<GateClosing>(optional: true).Refuses(404, 415, 422)
            .Is("closeGate", "Hold back all tasks that pass this gate.");
        gates.MapPost("/{name}/open", OpenAsync).Refuses(404).Is("openGate", "Let tasks pass again.");
    }

    private static async Task<Results<Ok<GateList>, Refusal>> ListAsync(
        ITaskStore store, GateSetting setting, QueueOptions options, CancellationToken cancellationToken)
    {
        var now = setting.Now;
        var stored = (await store.GatesAsync(cancellationToken)).ToDictionary(gate => gate.Name, StringComparer.Ordinal);
        var names = stored.Keys.Union(options.Gates.Limits.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return TypedResults.Ok(
            new GateList([.. names.Select(name => Views.Gate(options.Gates.InForce(name, stored.GetValueOrDefault(name))!, now))]));
    }

    private static async Task<Results<Ok<GateView>, Refusal>> LimitAsync(HttpContext context, string name, GateSetting setting)
    {
        var gate = Decode(name);
        if (setting.JudgeTarget(gate) is { } unknown)
            return new Refusal(unknown);
        var read = await RequestBody.ReadAsync(context.Request, CcspJson.Wire.GateLimit, whenEmpty: null, context.RequestAborted);
        if (read.Broken is not null)
            return new Refusal(read.Broken);
        var faults = new Faults("");
        var wanted = read.Value ?? new GateLimit();
        faults.Between("limit", wanted.Limit, 0, GateLimits.MostLeases);
        faults.Between("ratePerMinute", wanted.RatePerMinute, RateLimit.Least, RateLimit.Most);
        faults.Between("burst", wanted.Burst, 1, RateLimit.MostAtOnce);
        if (wanted is { Burst: not null, RatePerMinute: null })
            faults.Add("burst", "It needs ratePerMinute.");
        faults.Between("headroom.normal", wanted.Headroom?.Normal, 0, 1);
        faults.Between("headroom.low", wanted.Headroom?.Low, 0, 1);
        GateSetting.JudgeLimits(gate, wanted, faults);
        if (read.Errors.Count + faults.All.Count > 0)
            return new Refusal(Problems.Fields([.. read.Errors, .. faults.All]));
        return TypedResults.Ok(
            Views.Gate(await setting.LimitAsync(gate, LimitsOf(wanted), CallerOf.Request(context), context.RequestAborted), setting.Now));
    }

    private static GateLimits LimitsOf(GateLimit wanted) => new()
    {
        Limit = wanted.Limit,
        Rate = wanted.RatePerMinute is { } rate ? new RateLimit(rate, wanted.Burst ?? 1) : null,
        Headroom = wanted.Headroom is { } headroom ? new Headroom(headroom.Normal, headroom.Low) : null,
    };

    private static async Task<Results<Ok<GateView>, Refusal>> CloseAsync(HttpContext context, string name, GateSetting setting)
    {
        var gate = Decode(name);
        if (setting.JudgeTarget(gate) is { } unknown)
            return new Refusal(unknown);
        var read = await RequestBody.ReadAsync(context.Request, CcspJson.Wire.GateClosing, new GateClosing(), context.RequestAborted);
        if (setting.Judge(read, read.Value?.Reason, read.Value?.Until) is { } wrong)
            return new Refusal(wrong);
        var closed = await setting.CloseAsync(
            gate, read.Value!.Reason ?? "closed by hand", read.Value.Until, CallerOf.Request(context), context.RequestAborted);
        return TypedResults.Ok(Views.Gate(closed, setting.Now));
    }

    private static async Task<Results<Ok<GateView>, Refusal>> OpenAsync(HttpContext context, string name, GateSetting setting)
    {
        var gate = Decode(name);
        return await setting.JudgeOpeningAsync(gate, context.RequestAborted) is { } unknown
            ? new Refusal(unknown)
            : TypedResults.Ok(Views.Gate(await setting.OpenAsync(gate, CallerOf.Request(context), context.RequestAborted), setting.Now));
    }

    /// <summary>Routing keeps <c>%2F</c> encoded so that it is not mistaken for a separator.</summary>
    private static string Decode(string name) => name.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
