using System.Globalization;
using Ccsp.Contracts;
using Ccsp.Gateway.Api.Reading;
using Ccsp.Gateway.Notifications;
using Ccsp.Gateway.Notifications.Delivery;
using Ccsp.Gateway.Notifications.Store;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ccsp.Gateway.Api;

/// <summary>Sent notifications, channel states and channel tests.</summary>
internal static class NotificationRoutes
{
    private const int MostItems = 500;

    public static void Map(IEndpointRouteBuilder api)
    {
        var notifications = api.MapGroup("/notifications").WithTags("notifications");
        notifications.MapMethods("/", Documentation.Reading, ListAsync)
            .Reads(
                RequestParameter.EnumValue<NotificationState>("state", "Only in this state."),
                RequestParameter.Text("channel", "Only of this channel."),
                RequestParameter.Number("limit", "Notifications on one page; 50 when absent.", 1, MostItems),
                RequestParameter.Number("before", "Where to go on: next of the page before.", 1, long.MaxValue))
            .IsPolled()
            .Is(
                "listNotifications",
                "Notifications, newest first. Filters: state, channel; limit (1 to 500) and before page through them.");
        notifications.MapMethods("/channels", Documentation.Reading, ChannelsAsync).IsPolled()
            .Is("listNotificationChannels", "The configured channels: last success, last error, how much waits.");
        notifications.MapPost("/{id}/retry", RetryAsync).Refuses(404)
            .Is(
                "retryNotification",
                "Send a notification that was given up again, and one that waits now. One that was sent is not sent again.");
        notifications.MapPost("/retry", RetryAllAsync).Takes<NotificationRetry>(optional: true).Refuses(415, 422)
            .Is("retryNotifications", "Send all notifications that were given up again, of one channel or of all.");
        notifications.MapPost("/test", TestAsync).Takes<NotificationTest>().Refuses(415, 422)
            .Is("testNotification", "Send a test notification over one channel now and tell what came of it.");
    }

    private static async Task<Results<Ok<NotificationView>, Refusal>> RetryAsync(string id, Notifier notifier,
        CancellationToken cancellationToken) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && await notifier.RetryAsync(number, cancellationToken) is { } entry
            ? TypedResults.Ok(View(entry))
            : new Refusal(Problems.NotFound(
                $"There is no notification {Notifications.Routing.Template.Cut(id, 50)}. It never was, or its time of retention is over."));

    private static async Task<Results<Ok<NotificationsRetried>, Refusal>> RetryAllAsync(HttpContext context, Notifier notifier)
    {
        var read = await RequestBody.ReadAsync(
            context.Request, CcspJson.Wire.NotificationRetry, new NotificationRetry(), context.RequestAborted);
        if (read.Broken is not null)
            return new Refusal(read.Broken);
        if (read.Errors.Count > 0)
            return new Refusal(Problems.Fields(read.Errors));
        if (read.Value?.Channel is { } channel && !ChannelNames.All.Contains(channel, StringComparer.Ordinal))
            return new Refusal(Problems.Field("channel", $"It must be one of: {string.Join(", ", ChannelNames.All)}.", 422));
        return TypedResults.Ok(new NotificationsRetried(await notifier.RetryAsync(read.Value?.Channel, context.RequestAborted)));
    }

    private static async Task<Results<Ok<NotificationList>, Refusal>> ListAsync(HttpContext context, Notifier notifier)
    {
        var query = new QueryFields(context.Request.Query);
        var limit = (int)(query.Number("limit", 1, MostItems) ?? 50);
        var filter = new OutboxFilter(
            query.EnumValue<NotificationState>("state"), query.Text("channel"), limit + 1, query.Number("before", 1, long.MaxValue));
        if (query.Refusal() is { } wrong)
            return new Refusal(wrong);
        var found = await notifier.ListAsync(filter, context.RequestAborted);
        return TypedResults.Ok(new NotificationList([.. found.Take(limit).Select(View)], found.Count > limit ? found[limit - 1].Id : null));
    }

    private static async Task<Results<Ok<NotificationChannelList>, Refusal>> ChannelsAsync(Notifier notifier,
        CancellationToken cancellationToken) =>
        TypedResults.Ok(new NotificationChannelList(
            [.. (await notifier.HealthAsync(cancellationToken)).Select(pair => View(pair.Route, pair.Health))]));

    private static async Task<Results<Ok<NotificationTested>, Refusal>> TestAsync(HttpContext context, Notifier notifier)
    {
        var read = await RequestBody.ReadAsync(context.Request, CcspJson.Wire.NotificationTest, whenEmpty: null, context.RequestAborted);
        if (read.Broken is not null)
            return new Refusal(read.Broken);
        if (read.Errors.Count > 0)
            return new Refusal(Problems.Fields(read.Errors));
        if (read.Value!.Channel is not { Length: > 0 } channel)
            return new Refusal(Problems.Fields([new("channel", FieldFault.Missing, "It must name a channel.")]));
        return await notifier.TestAsync(channel, context.RequestAborted) switch
        {
            DeliveryOutcome.Sent sent => TypedResults.Ok(new NotificationTested(channel, true, sent.Detail)),
            DeliveryOutcome.Failed failed => TypedResults.Ok(new NotificationTested(channel, false, failed.Reason)),
            DeliveryOutcome.Postponed postponed =>
                TypedResults.Ok(new NotificationTested(channel, false, $"{postponed.Reason}; not before {postponed.Until.UtcDateTime:u}")),
            _ => new Refusal(
                Problems.Field(
                    "channel",
                    $"'{Notifications.Routing.Template.Cut(channel, 50)}' is not configured; there are: "
                    + $"{string.Join(", ", notifier.Routes.Select(route => route.Channel))}.",
                    422)),
        };
    }

    public static NotificationView View(OutboxEntry entry) => new()
    {
        Id = entry.Id,
        Channel = entry.Channel,
        Kind = entry.Notice.Kind,
        Topic = entry.Notice.Topic,
        Severity = entry.Notice.Severity,
        Title = entry.Notice.Title,
        State = entry.State,
        CreatedAt = entry.CreatedAt,
        DueAt = entry.State == NotificationState.Waiting ? entry.DueAt : null,
        Tries = entry.Tries,
        DoneAt = entry.DoneAt,
        Error = entry.Error,
    };

    public static NotificationChannel View(ChannelRoute route, ChannelHealth health) => new()
    {
        Name = route.Channel,
        MinimumSeverity = route.Minimum,
        LastSuccessAt = health.SuccessAt,
        LastErrorAt = health.ErrorAt,
        LastError = health.Error,
        PausedUntil = health.PausedUntil,
        Waiting = health.Waiting,
        Dead = health.Dead,
        Refused = health.Refused,
    };
}
