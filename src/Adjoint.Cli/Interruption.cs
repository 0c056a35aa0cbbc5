using System.Runtime.InteropServices;
using Adjoint.Cli.Output;

namespace Adjoint.Cli;

/// <summary>
/// Turns the first Ctrl-C (or request to end) into a cancellation, so that work can be saved. The second one ends the process as
/// it always does, and so does the passing of time where work has nothing to save but cannot be stopped, such as a read that never
/// returns. Files are written beside and renamed, so even then none is half-written.
/// </summary>
internal sealed class Interruption : IDisposable
{
    /// <summary>Time that work with nothing to save has to stop.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource _source = new();
    private Timer? _deadline;
    private readonly PosixSignalRegistration[] _registrations;

    public Interruption() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
    ];

    /// <summary>Set by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Whether work must be given the time it takes, because it saves when it is stopped.</summary>
    public bool IsSaving { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }

        _deadline?.Dispose();
        _source.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = !_source.IsCancellationRequested;
        _deadline ??= new Timer(_ => GiveUp(), null, Grace, Timeout.InfiniteTimeSpan);
        _source.Cancel();
    }

    private void GiveUp()
    {
        if (!IsSaving)
        {
            Terminal.Note("interrupted; what was being waited for did not answer, and nothing more was written.");
            Environment.Exit(ExitCode.Interrupted);
        }
    }
}
