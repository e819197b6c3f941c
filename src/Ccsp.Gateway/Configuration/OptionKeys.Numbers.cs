using static Ccsp.Gateway.Configuration.ValueKind;

namespace Ccsp.Gateway.Configuration;

/// <summary>Keys of clocks, budgets and depths. Their ranges repeat the attributes of the options types; a test compares the two.</summary>
internal static partial class OptionKeys
{
    private static IEnumerable<OptionKey> Times =>
    [
        Key(
            "timeouts.runSeconds", Whole(1, 7 * 86400), (o, _) => o.Timeouts.RunSeconds,
            (o, _, v) => o with { Timeouts = o.Timeouts with { RunSeconds = v } }),
        Key(
            "timeouts.firstByteSeconds", Whole(1, 86400), (o, _) => o.Timeouts.FirstByteSeconds,
            (o, _, v) => o with { Timeouts = o.Timeouts with { FirstByteSeconds = v } }),
        Key(
            "timeouts.silenceSeconds", Whole(1, 86400), (o, _) => o.Timeouts.SilenceSeconds,
            (o, _, v) => o with { Timeouts = o.Timeouts with { SilenceSeconds = v } }),
        Key(
            "timeouts.lingerSeconds", Number(0, 3600), (o, _) => o.Timeouts.LingerSeconds,
            (o, _, v) => o with { Timeouts = o.Timeouts with { LingerSeconds = v } }),
        Key(
            "timeouts.graceSeconds", Number(0, 600), (o, _) => o.Timeouts.GraceSeconds,
            (o, _, v) => o with { Timeouts = o.Timeouts with { GraceSeconds = v } }),
        Key(
            "timeouts.outputBytes", Long(1024), (o, _) => o.Timeouts.OutputBytes,
            (o, _, v) => o with { Timeouts = o.Timeouts with { OutputBytes = v } }),
        Key(
            "retries.transient", Whole(0, 1000), (o, _) => o.Retries.Transient,
            (o, _, v) => o with { Retries = o.Retries with { Transient = v } }),
        Key("retries.lost", Whole(0, 100), (o, _) => o.Retries.Lost, (o, _, v) => o with { Retries = o.Retries with { Lost = v } }),
        Key(
            "retries.timeout", Whole(0, 100), (o, _) => o.Retries.Timeout,
            (o, _, v) => o with { Retries = o.Retries with { Timeout = v } }),
        Key(
            "retries.baseSeconds", Number(0, 3600), (o, _) => o.Retries.BaseSeconds,
            (o, _, v) => o with { Retries = o.Retries with { BaseSeconds = v } }),
        Key(
            "retries.capSeconds", Number(0, 86400), (o, _) => o.Retries.CapSeconds,
            (o, _, v) => o with { Retries = o.Retries with { CapSeconds = v } }),
        Key(
            "retries.recheckSeconds", Number(1, 86400), (o, _) => o.Retries.RecheckSeconds,
            (o, _, v) => o with { Retries = o.Retries with { RecheckSeconds = v } }),
        Key(
            "heartbeat.everySeconds", Number(0.1, 600), (o, _) => o.Heartbeat.EverySeconds,
            (o, _, v) => o with { Heartbeat = o.Heartbeat with { EverySeconds = v } }),
        Key(
            "heartbeat.validSeconds", Number(0.5, 3600), (o, _) => o.Heartbeat.ValidSeconds,
            (o, _, v) => o with { Heartbeat = o.Heartbeat with { ValidSeconds = v } }),
        Key(
            "heartbeat.leaveSeconds", Number(20, 86400), (o, _) => o.Heartbeat.LeaveSeconds,
            (o, _, v) => o with { Heartbeat = o.Heartbeat with { LeaveSeconds = v } }),
    ];

    private static IEnumerable<OptionKey> Sessions =>
    [
        Key(
            "sessions.checkSeconds", Whole(1, 86400), (o, _) => o.Sessions.CheckSeconds,
            (o, _, v) => o with { Sessions = o.Sessions with { CheckSeconds = v } }),
        Key(
            "sessions.warnHours", Number(0, 24 * 90), (o, _) => o.Sessions.WarnHours,
            (o, _, v) => o with { Sessions = o.Sessions with { WarnHours = v } }),
        Key(
            "sessions.checkTimeoutSeconds", Whole(1, 600), (o, _) => o.Sessions.CheckTimeoutSeconds,
            (o, _, v) => o with { Sessions = o.Sessions with { CheckTimeoutSeconds = v } }),
        Key(
            "sessions.paidProbe", Flag, (o, _) => o.Sessions.PaidProbe,
            (o, _, v) => o with { Sessions = o.Sessions with { PaidProbe = v } }),
    ];

    private static IEnumerable<OptionKey> Queueing =>
    [
        Key(
            "queue.urgentShare", Number(0, 0.9), (o, _) => o.Queue.UrgentShare,
            (o, _, v) => o with { Queue = o.Queue with { UrgentShare = v } }),
        Key("queue.urgentSlots", Maybe(Whole(0, 1000)), (o, _) => o.UrgentSlots, (o, _, v) => o with { UrgentSlots = v }),
        Key(
            "queue.sizePerAgent", Maybe(Whole(1, 100_000_000)), (o, _) => o.Queue.SizePerAgent,
            (o, _, v) => o with { Queue = o.Queue with { SizePerAgent = v } }),
        Key(
            "queue.sizePerGroup", Maybe(Whole(1, 100_000_000)), (o, _) => o.Queue.SizePerGroup,
            (o, _, v) => o with { Queue = o.Queue with { SizePerGroup = v } }),
        Key(
            "queue.sizePerClass", Maybe(Whole(1, 100_000_000)), (o, _) => o.Queue.SizePerClass,
            (o, _, v) => o with { Queue = o.Queue with { SizePerClass = v } }),
        Key(
            "queue.idempotencyHours", Whole(1, 24 * 365), (o, _) => o.Queue.IdempotencyHours,
            (o, _, v) => o with { Queue = o.Queue with { IdempotencyHours = v } }),
        Key(
            "queue.nonUrgentEvery", Whole(2, 1000), (o, _) => o.Queue.NonUrgentEvery,
            (o, _, v) => o with { Queue = o.Queue with { NonUrgentEvery = v } }),
        Key(
            "queue.expectedRunSeconds", Number(0.001, 86400), (o, _) => o.Queue.ExpectedRunSeconds,
            (o, _, v) => o with { Queue = o.Queue with { ExpectedRunSeconds = v } }),
        Key(
            "retention.succeededDays", Whole(1, 3650), (o, _) => o.Retention.SucceededDays,
            (o, _, v) => o with { Retention = o.Retention with { SucceededDays = v } }),
        Key(
            "retention.otherDays", Whole(1, 3650), (o, _) => o.Retention.OtherDays,
            (o, _, v) => o with { Retention = o.Retention with { OtherDays = v } }),
        Key(
            "retention.outputDays", Whole(1, 3650), (o, _) => o.Retention.OutputDays,
            (o, _, v) => o with { Retention = o.Retention with { OutputDays = v } }),
        Key(
            "retention.maximumCount", Whole(100, 100_000_000), (o, _) => o.Retention.MaximumCount,
            (o, _, v) => o with { Retention = o.Retention with { MaximumCount = v } }),
        Key("queue.ageingStepSeconds", Number(1, 86400),
            (o, _) => o.Queue.Rules.AgeingStep.TotalSeconds,
            (o, _, v) => o with { Queue = o.Queue with { Rules = o.Queue.Rules with { AgeingStep = TimeSpan.FromSeconds(v) } } }),
    ];
}
