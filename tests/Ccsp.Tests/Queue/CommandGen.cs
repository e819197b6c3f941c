using Ccsp.Contracts;
using Ccsp.Gateway.Tasks;
using FsCheck;
using FsCheck.Fluent;

namespace Ccsp.Tests.Queue;

/// <summary>Random commands over a world so small that tasks meet: at the same gates, in the same group, under the same key.</summary>
internal static class CommandGen
{
    private static readonly string[] Gates =
    [
        "queue", "class:high", "class:low", "group:g1", "group:g2", "engine:claude", "profile:p1", "profile:p2", "profile:p1/opus",
            "profile:p1/default", "agent:a", "model:opus", "dir:/d1", "instance:one",
    ];

    /// <summary>Primes, so that deadlines seldom coincide with the clock, and jumps over every deadline there is.</summary>
    private static readonly int[] Waits = [1, 1, 997, 997, 6997, 6997, 20_011, 61_001, 601_007, 4_000_037, 90_000_049];

    private static readonly Gen<string> Instance = Gen.Elements("one", "two");

    /// <summary>Mostly one of the latest, sometimes any, so that steps follow each other and stale ones are still named.</summary>
    private static readonly Gen<int> Number = Gen.Frequency((3, Gen.Choose(0, 3)), (1, Gen.Choose(0, CommandRunner.Unknown)));

    private static readonly Gen<double> Jitter = Gen.Elements(0, 0.25, 0.999);
    private static readonly Gen<Priority> AnyPriority = Gen.Elements(Enum.GetValues<Priority>());

    public static Gen<Command[]> Sequences { get; } =
        Gen.Choose(10, 70).SelectMany(length => Gen.CollectToArray(Enumerable.Repeat(One(), length)));

    private static Gen<Command> One() => Gen.Frequency(
        (20, Submit()),
        (18, Claim()),
        (18, Number.Select(lease => (Command)new Command.Confirm(lease))),
        (18, Finish()),
        (4, from lease in Number from hold in Sometimes(3,
            Gen.Elements("engine:claude")) select (Command)new Command.GiveBack(lease, hold)),
        (14, Gen.Elements(Waits).Select(milliseconds => (Command)new Command.Wait(milliseconds))),
        (10, from jitter in Jitter from keep in Gen.Elements(3, 1000, 1000) select (Command)new Command.Sweep(jitter, keep)),
        (6, Instance.Select(instance => (Command)new Command.Beat(instance))),
        (5, SetGate()),
        (3, Observe()),
        (20, ByHand()),
        (1, Clear()),
        (2, Gen.Elements(Enum.GetValues<EmergencyMode>()).Select(mode => (Command)new Command.Emergency(mode))),
        (5, Gen.Constant((Command)new Command.EndEmergency())));

    private static Gen<Command> Submit() =>
        from atomic in Gen.Elements(true, false)
        from count in Gen.Elements(1, 1, 1, 2, 4)
        from items in Gen.CollectToArray(Enumerable.Repeat(Item(), count))
        select (Command)new Command.Submit(atomic, items);

    private static Gen<Command.Item> Item() =>
        from item in
            from priority in AnyPriority
            from profile in Gen.Elements("p1", "p1", "p2")
            from model in Gen.Elements(null, null, "claude-opus-4-5")
            from directory in Gen.Elements(null, null, "/d1", "/d2")
            from run in Sometimes(5, Gen.Elements(-5000, 0, 6997, 20_000))
            from start in Sometimes(6, Gen.Elements(1, 6000, 60_000))
            from hold in Gen.Elements(false, false, false, false, false, true)
            from names in Gen.Elements(("g1", "a"), ("g2", "a"), ("g2", "b"))
            select new Command.Item(priority, names.Item1, names.Item2, profile, model, directory, run, start, hold)
        from parents in Gen.Frequency((4, Gen.Constant<int[]>([])), (1, Number.Select(number => new[] { number })),
            (1, Gen.CollectToArray(Enumerable.Repeat(Number, 3))))
        from onFailure in Gen.Elements(Enum.GetValues<ParentFailure>())
        from key in Sometimes(4, Gen.Elements("k1", "k2"))
        from hash in Gen.Elements("h1", "h1", "h2")
        select item with { Parents = parents, OnFailure = onFailure, Key = key, Hash = key is null ? null : hash };

    private static Gen<Command> Claim() =>
        from instance in Instance
        from slots in Gen.Elements(1, 2, 3, 10)
        from reserved in Gen.Elements(0, 0, 1, 2)
        from memory in Gen.Elements(0, 2, 10, 10, 10, 10)
        from limit in Gen.Elements(1, 1, 2, 10)
        select (Command)new Command.Claim(instance, slots, reserved, memory, limit);

    private static Gen<Command> Finish() =>
        from lease in Number
        from ending in Gen.Frequency((4, Gen.Constant(EndingClass.Succeeded)), (6, Gen.Elements(Enum.GetValues<EndingClass>())))
        from jitter in Jitter
        from reset in Sometimes(3, Gen.Elements(-1000, 5000, 60_000))
        from hold in Sometimes(6, Gen.Elements("profile:p1", "profile:p2", "profile:p1/default"))
        from utilization in Sometimes(8, Gen.Elements(0.5, 0.8, 0.95))
        select (Command)new Command.Finish(lease, ending, jitter, reset, hold, utilization);

    private static Gen<Command> SetGate() =>
        from gate in Gen.Elements(Gates)
        from close in Gen.Elements(null, true, false, (bool?)false)
        from until in Sometimes(2, Gen.Elements(3000, 30_000))
        from limit in Sometimes(2, Gen.Choose(0, 3))
        from rate in Sometimes(3, Gen.Elements(1, 7, 60))
        select (Command)new Command.SetGate(gate, close, until, limit, rate);

    private static Gen<Command> Observe() =>
        from gate in Gen.Elements("profile:p1", "profile:p1", "profile:p2", "profile:p1/opus")
        from utilization in Sometimes(2, Gen.Elements(0.5, 0.8, 0.95))
        from exhausted in Gen.Elements(false, false, true)
        from reset in Sometimes(2, Gen.Elements(-1000, 6000, 2_000_000))
        select (Command)new Command.Observe(gate, utilization, exhausted, reset);

    private static Gen<Command> ByHand() => Number.SelectMany(task => Gen.Frequency(
        (2, Gen.Constant((Command)new Command.Approve(task))),
        (2, Gen.Constant((Command)new Command.Cancel(task))),
        (3, Gen.Elements(StopReason.Drain, StopReason.Timeout, StopReason.Emergency)
            .Select(reason => (Command)new Command.Stop(task, reason))),
        (3, from priority in Sometimes(2,
            AnyPriority) from @group in Sometimes(2,
            Gen.Elements("g1", "g2")) select (Command)new Command.Rearrange(task, priority, @group)),
        (2, from profile in Gen.Elements("p1",
            "p2") from keeps in Gen.Elements(true, false) select (Command)new Command.Move(task, profile, keeps)),
        (2, Gen.Elements(-1000, 0, 7000).Select(milliseconds => (Command)new Command.Reschedule(task, milliseconds))),
        (1, Gen.Elements("x", "y").Select(value => (Command)new Command.SetMetadata(task, value))),
        (3, Gen.Constant((Command)new Command.Retry(task)))));

    private static Gen<Command> Clear() =>
        from state in Sometimes(2, Gen.Elements(TaskState.Held, TaskState.Ready, TaskState.Running))
        from priority in Sometimes(2, AnyPriority)
        from @group in Sometimes(2, Gen.Elements("g1", "g2"))
        select (Command)new Command.Clear(state, priority, @group);

    /// <summary>One time in so many a value, else none.</summary>
    private static Gen<T?> Sometimes<T>(int oneIn, Gen<T> value)
        where T : struct => Gen.Frequency((oneIn - 1, Gen.Constant<T?>(null)), (1, value.Select(t => (T?)t)));

    private static Gen<string?> Sometimes(int oneIn, Gen<string> value) =>
        Gen.Frequency((oneIn - 1, Gen.Constant<string?>(null)), (1, value.Select(text => (string?)text)));
}
