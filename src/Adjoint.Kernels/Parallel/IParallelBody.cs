namespace Adjoint.Kernels.Parallel;

/// <summary>
/// One piece of work that can be cut into numbered parts. A struct, so that a loop over it is compiled for it alone
/// and calling it allocates nothing.
/// </summary>
public interface IParallelBody
{
    /// <summary>Does part <paramref name="part"/> of the work. Parts may run in any order and at the same time.</summary>
    /// <param name="part">Which part, from 0.</param>
    void Run(int part);
}
