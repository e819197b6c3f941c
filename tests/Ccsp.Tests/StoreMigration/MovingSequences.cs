using Ccsp.Tests.Queue.Redis;
using Xunit;

namespace Ccsp.Tests.StoreMigration;

public sealed class MovingSequences(OneServer server) : MovingSequencesOn(server), IClassFixture<OneServer>;
