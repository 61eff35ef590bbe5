using System.Diagnostics;

namespace Payments.Reliability.Crashes;

/// <summary>
/// Counts the places that the host passes, and kills the process at one of them: SIGKILL to itself, so that nothing is cleaned up or flushed.
/// </summary>
internal sealed class CrashGate
{
    private readonly Lock _gate = new();
    private readonly List<string> _passed = [];
    private bool _isArmed;
    private int _killAt;

    /// <summary>Begins to count; at the given place, from 1, the process ends. 0 only counts.</summary>
    internal void Arm(int killAt)
    {
        lock (_gate)
        {
            (_isArmed, _killAt) = (true, killAt);
            _passed.Clear();
        }
    }

    /// <summary>The places since <see cref="Arm"/>, in the order of their passing.</summary>
    internal IReadOnlyList<string> Disarm()
    {
        lock (_gate)
        {
            _isArmed = false;
            return [.. _passed];
        }
    }

    internal void Pass(string place)
    {
        lock (_gate)
        {
            if (!_isArmed)
                return;
            _passed.Add(place);
            if (_passed.Count != _killAt)
                return;
            Process.GetCurrentProcess().Kill();
            Thread.Sleep(Timeout.Infinite);
        }
    }
}
