using Adjoint.Tensors;
using static Adjoint.Operators.TensorAlgebra;

namespace Adjoint.Operators.Spectra;

/// <summary>Gram and Schmidt: vectors made orthogonal to others.</summary>
internal static class Orthogonalization
{
    /// <summary>Takes the components along orthonormal vectors out of a vector, and returns them. Once is not enough after cancellation; twice is (Parlett 1998, section 6.9).</summary>
    public static double[] Remove(Tensor<double> vector, List<Tensor<double>> basis)
    {
        double[] components = new double[basis.Count];
        for (int i = 0; i < components.Length; i++)
        {
            components[i] = Dot(basis[i], vector);
        }

        for (int i = 0; i < components.Length; i++)
        {
            Add(-components[i], basis[i], vector);
        }

        return components;
    }

    /// <summary>A random direction orthogonal to others, which do not span the whole space.</summary>
    public static Tensor<double> NewDirection(Shape shape, List<Tensor<double>> basis, long seed, ref int starts)
    {
        while (true)
        {
            Tensor<double> direction = RandomDirection(shape, seed, starts++);
            for (int round = 0; round < 3; round++)
            {
                Remove(direction, basis);
                double norm = Norm(direction);
                if (norm < 1e-10)
                {
                    break;
                }

                Normalize(direction, norm);
                if (round == 2)
                {
                    return direction;
                }
            }
        }
    }
}
