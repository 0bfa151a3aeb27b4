// SPDX-License-Identifier: Apache-2.0

package import Hummingbird
import NIOCore

/// What is known of one request while it is answered.
package struct ServiceContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    package let deadline: RequestDeadline
    /// Where the request came from, for the limit on wrong codes; empty in tests without sockets.
    package let address: String

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        deadline = RequestDeadline(channel: source.channel)
        address = source.channel.remoteAddress?.ipAddress ?? ""
    }
}
