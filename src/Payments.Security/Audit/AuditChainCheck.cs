using System.Security.Cryptography;
using System.Text;

namespace Payments.Security;

/// <summary>Follows a chain line by line. After something wrong it goes on from what it sees, so that one change is told of as one, or few.</summary>
internal sealed class AuditChainCheck
{
    private const int MaxProblems = 100;

    private readonly Dictionary<string, AuditKey> _keys;
    private readonly ILookup<long, AuditCheckpoint> _anchors;
    private readonly bool _isPart;
    private readonly List<AuditProblem> _problems = [];
    private long _problemCount;
    private long _lines;
    private long _first;
    private long _last;
    private string? _lastHash;
    private long _protectedTo;
    private long _removedBefore;
    private long _removedBeforeUnsealed;
    private AuditCheckpoint? _lastCheckpoint;

    internal AuditChainCheck(IEnumerable<AuditKey> keys, IEnumerable<AuditCheckpoint> anchors, bool isPart)
    {
        _keys = keys.ToDictionary(key => key.Id, StringComparer.Ordinal);
        _anchors = anchors.Distinct().ToLookup(anchor => anchor.Sequence);
        _isPart = isPart;
    }

    /// <summary>Whether what stands last in a file, without a line break, is the beginning of the line that belongs there.</summary>
    internal bool IsTorn(ReadOnlySpan<byte> rest) => _last == 0 || _lastHash is null
        ? _lines == 0 && AuditLineFormat.IsTorn(rest, 1, AuditLineFormat.NoHash)
        : AuditLineFormat.IsTorn(rest, _last + 1, _lastHash);

    internal void Add(ReadOnlySpan<byte> line, long? storedAs)
    {
        _lines++;
        Span<byte> hash = stackalloc byte[AuditKey.HashSize];
        if (!AuditLineFormat.TryRead(line, out var wire, out var body, hash))
        {
            Report(_last + 1, AuditProblemKind.Malformed);

            // It stands for the entry that belongs here, which is thus not missing; nothing can be told of its hash.
            (_last, _lastHash) = (_last + 1, null);
            _first = _first == 0 ? _last : _first;
            return;
        }

        CheckPlace(wire, storedAs);
        if (IsGenuine(wire, body, hash))
            CheckContent(wire, line);
        (_last, _lastHash) = (wire.Sequence, AuditLineFormat.HashOf(Encoding.UTF8.GetString(line)));
        _first = _first == 0 ? _last : _first;
    }

    internal AuditVerification Finish(bool isTorn)
    {
        if (_first > 1 && !_isPart && _removedBefore < _first)
            Report(_first, AuditProblemKind.MissingBeginning, line: 0);
        foreach (var anchor in _anchors.Select(anchor => anchor.Key).Where(sequence => sequence > _last).Order())
            Report(anchor, AuditProblemKind.CutOff, line: 0);
        return new AuditVerification
        {
            Entries = _lines,
            First = _first,
            Last = _last,
            ProtectedTo = _protectedTo,
            LastCheckpoint = _lastCheckpoint,
            IsTornAtEnd = isTorn,
            Problems = [.. _problems],
            ProblemCount = _problemCount,
        };
    }

    private void CheckPlace(AuditWire wire, long? storedAs)
    {
        if (storedAs is { } stored && stored != wire.Sequence)
            Report(wire.Sequence, AuditProblemKind.Renumbered);

        if (_first == 0)
        {
            if (wire.Sequence == 1 ? wire.Previous != AuditLineFormat.NoHash : !_isPart && wire.Kind != nameof(AuditEntryKind.Checkpoint))
                Report(wire.Sequence, wire.Sequence == 1 ? AuditProblemKind.BrokenLink : AuditProblemKind.MissingBeginning);
        }
        else if (wire.Sequence <= _last)
        {
            Report(wire.Sequence, AuditProblemKind.OutOfOrder);
        }
        else if (wire.Sequence > _last + 1)
        {
            Report(wire.Sequence, AuditProblemKind.Missing);
        }
        else if (_lastHash is not null && wire.Previous != _lastHash)
        {
            Report(wire.Sequence, AuditProblemKind.BrokenLink);
        }
    }

    private bool IsGenuine(AuditWire wire, ReadOnlySpan<byte> body, ReadOnlySpan<byte> hash)
    {
        if (!_keys.TryGetValue(wire.KeyId!, out var key))
        {
            Report(wire.Sequence, AuditProblemKind.UnknownKey);
            return false;
        }

        Span<byte> computed = stackalloc byte[AuditKey.HashSize];
        key.Hash(body, computed);
        if (!CryptographicOperations.FixedTimeEquals(computed, hash))
        {
            Report(wire.Sequence, AuditProblemKind.Changed);
            return false;
        }

        if (wire.Kind == nameof(AuditEntryKind.Checkpoint) && !key.ProtectsEntries && !AuditLineFormat.IsSigned(body, key))
        {
            Report(wire.Sequence, AuditProblemKind.BadSignature);
            return false;
        }

        return true;
    }

    private void CheckContent(AuditWire wire, ReadOnlySpan<byte> line)
    {
        var isCheckpoint = wire.Kind == nameof(AuditEntryKind.Checkpoint);
        if (wire.Kind == nameof(AuditEntryKind.Removal))
            _removedBeforeUnsealed = Math.Max(_removedBeforeUnsealed, wire.RemovedBefore ?? 0);

        // A removal that anybody could have written proves nothing until a checkpoint stands after it.
        if (isCheckpoint || _keys[wire.KeyId!].ProtectsEntries)
        {
            _removedBefore = Math.Max(_removedBefore, _removedBeforeUnsealed);
            _protectedTo = _problemCount == 0 ? wire.Sequence : _protectedTo;
        }

        var text = isCheckpoint || _anchors.Contains(wire.Sequence) ? Encoding.UTF8.GetString(line) : null;
        if (isCheckpoint)
            _lastCheckpoint = new AuditCheckpoint(wire.Sequence, text!);
        if (_anchors[wire.Sequence].Any(anchor => anchor.Text != text))
            Report(wire.Sequence, AuditProblemKind.NotTheAnchor);
    }

    private void Report(long sequence, AuditProblemKind kind, long? line = null)
    {
        _problemCount++;
        if (_problems.Count < MaxProblems)
            _problems.Add(new AuditProblem(sequence, line ?? _lines, kind));
    }
}
