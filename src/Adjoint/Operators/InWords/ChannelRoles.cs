using Adjoint.Primitives.Convolution;
using Adjoint.Tensors;

namespace Adjoint.Operators.InWords;

/// <summary>Batch and channels of a correlation, and which of its operands is the argument.</summary>
/// <param name="Contraction">What is summed over; it says which of kernel, picture and result each operand is.</param>
/// <param name="ArgumentIsKernel">Whether the argument is the operand that moves over the other.</param>
/// <param name="Groups">Groups of channels.</param>
/// <param name="Batch">The number of pictures.</param>
/// <param name="Inputs">Channels of the pictures.</param>
/// <param name="Outputs">Channels of the results.</param>
internal sealed record ChannelRoles(Contraction Contraction, bool ArgumentIsKernel, int Groups, int Batch, int Inputs, int Outputs)
{
    /// <summary>Whether there is nothing but space.</summary>
    public bool ArePlain => Batch == 1 && Inputs == 1 && Outputs == 1;

    /// <summary>The part that moves over the picture.</summary>
    public Part Kernel => ArgumentIsKernel ? Part.Argument : Part.Fixed;

    /// <summary>The part that the kernel moves over.</summary>
    public Part Picture => ArgumentIsKernel ? Part.Fixed : Part.Argument;

    /// <summary>Where the spatial axes of a part begin.</summary>
    public int SpaceStart(Part part) => IsWeights(part) ? 0 : 1;

    /// <summary>The shape of a part whose spatial lengths are given.</summary>
    public Shape Around(Part part, IEnumerable<int> space)
    {
        if (IsWeights(part))
        {
            return [.. space, Inputs / Groups, Outputs];
        }

        bool hasInputs = part == Part.Result ? Contraction == Contraction.OutputChannels : part == Picture && Contraction != Contraction.OutputChannels;
        return [Batch, .. space, hasInputs ? Inputs : Outputs];
    }

    /// <summary>Whether a part is space × in × out; the others are batch × space × channels.</summary>
    private bool IsWeights(Part part) => Contraction == Contraction.Batch ? part == Part.Result : part == Kernel;
}
