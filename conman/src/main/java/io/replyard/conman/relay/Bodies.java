package io.replyard.conman.relay;

import io.replyard.proto.wire.Command;
import java.util.BitSet;

/**
 * Which bodies travel in which direction, by field number, in the order of the services. What is not listed does not pass: a body
 * that is new to the protocol is added here on purpose, in the right direction. Redirect is not: it would carry the client's
 * token to any host.
 */
final class Bodies {
    private static final BitSet FROM_CLIENT = of(
            // Channel 0: channels and the connection.
            Command.OPENCHAN_FIELD_NUMBER,
            Command.CLOSECHAN_FIELD_NUMBER,
            // Programs: exec, shell, runner, interpreter, debugger, tests, linter.
            Command.RUNMAIN_FIELD_NUMBER,
            Command.CLEAR_FIELD_NUMBER,
            Command.EVAL_FIELD_NUMBER,
            Command.INPUT_FIELD_NUMBER,
            Command.INPUTCLOSE_FIELD_NUMBER,
            Command.SANETERM_FIELD_NUMBER,
            Command.RESIZETERM_FIELD_NUMBER,
            Command.PTYCONFIG_FIELD_NUMBER,
            Command.EXEC_FIELD_NUMBER,
            Command.RUNCONTAINEDTEST_FIELD_NUMBER,
            Command.DEBUGGERSTART_FIELD_NUMBER,
            Command.DEBUGGERSTEP_FIELD_NUMBER,
            // Files.
            Command.PERSIST_FIELD_NUMBER,
            Command.WRITE_FIELD_NUMBER,
            Command.REMOVE_FIELD_NUMBER,
            Command.MOVE_FIELD_NUMBER,
            Command.READ_FIELD_NUMBER,
            Command.TRYREMOVE_FIELD_NUMBER,
            Command.READDIR_FIELD_NUMBER,
            Command.MKDIR_FIELD_NUMBER,
            Command.PERSISTMIRROR_FIELD_NUMBER,
            Command.CHECKCHANGES_FIELD_NUMBER,
            Command.SUBSCRIBEFILE_FIELD_NUMBER,
            Command.FSSNAPSHOT_FIELD_NUMBER,
            Command.STAT_FIELD_NUMBER,
            // Packages.
            Command.PACKAGESEARCH_FIELD_NUMBER,
            Command.PACKAGEINFO_FIELD_NUMBER,
            Command.PACKAGEADD_FIELD_NUMBER,
            Command.PACKAGEREMOVE_FIELD_NUMBER,
            Command.PACKAGEINSTALL_FIELD_NUMBER,
            Command.PACKAGELISTSPECFILE_FIELD_NUMBER,
            Command.PACKAGECACHESAVE_FIELD_NUMBER,
            Command.ENSUREPACKAGES_FIELD_NUMBER,
            // Sockets.
            Command.CONNECT_FIELD_NUMBER,
            Command.SEND_FIELD_NUMBER,
            Command.DISCONNECT_FIELD_NUMBER,
            // Shared editing.
            Command.OT_FIELD_NUMBER,
            Command.OTLINKFILE_FIELD_NUMBER,
            Command.OTNEWCURSOR_FIELD_NUMBER,
            Command.OTDELETECURSOR_FIELD_NUMBER,
            Command.OTFETCHREQUEST_FIELD_NUMBER,
            Command.FLUSH_FIELD_NUMBER,
            // Presence and chat.
            Command.CHATMESSAGE_FIELD_NUMBER,
            Command.CHATTYPING_FIELD_NUMBER);

    private static final BitSet FROM_CONTAINER = of(
            // Channel 0: channels and the connection.
            Command.OPENCHANRES_FIELD_NUMBER,
            Command.CLOSECHANRES_FIELD_NUMBER,
            Command.CONTAINERSTATE_FIELD_NUMBER,
            Command.PORTOPEN_FIELD_NUMBER,
            Command.PORTCLOSE_FIELD_NUMBER,
            Command.TOAST_FIELD_NUMBER,
            Command.PROTOCOLERROR_FIELD_NUMBER,
            Command.BOOTSTATUS_FIELD_NUMBER,
            // Programs: exec, shell, runner, interpreter, debugger, tests, linter.
            Command.RESULT_FIELD_NUMBER,
            Command.OUTPUT_FIELD_NUMBER,
            Command.ERROR_FIELD_NUMBER,
            Command.STDERR_FIELD_NUMBER,
            Command.LOG_FIELD_NUMBER,
            Command.STATE_FIELD_NUMBER,
            Command.OK_FIELD_NUMBER,
            Command.LINTRESULTS_FIELD_NUMBER,
            Command.TESTRESULT_FIELD_NUMBER,
            Command.DEBUGGERSTATUS_FIELD_NUMBER,
            Command.HINT_FIELD_NUMBER,
            // Files.
            Command.FILES_FIELD_NUMBER,
            Command.FILE_FIELD_NUMBER,
            Command.CHANGEDFILES_FIELD_NUMBER,
            Command.FILEEVENT_FIELD_NUMBER,
            Command.STATRES_FIELD_NUMBER,
            // Packages.
            Command.PACKAGESEARCHRESP_FIELD_NUMBER,
            Command.PACKAGEINFORESP_FIELD_NUMBER,
            Command.PACKAGELISTSPECFILERESP_FIELD_NUMBER,
            // Sockets.
            Command.RECV_FIELD_NUMBER,
            Command.DISCONNECT_FIELD_NUMBER,
            // Shared editing.
            Command.OT_FIELD_NUMBER,
            Command.OTSTATUS_FIELD_NUMBER,
            Command.OTNEWCURSOR_FIELD_NUMBER,
            Command.OTDELETECURSOR_FIELD_NUMBER,
            Command.OTFETCHRESPONSE_FIELD_NUMBER,
            // Presence and chat.
            Command.ROSTER_FIELD_NUMBER,
            Command.JOIN_FIELD_NUMBER,
            Command.PART_FIELD_NUMBER,
            Command.CHATMESSAGE_FIELD_NUMBER,
            Command.CHATTYPING_FIELD_NUMBER,
            Command.CHATSCROLLBACK_FIELD_NUMBER,
            // Sound.
            Command.AUDIO_FIELD_NUMBER,
            Command.AUDIO2_FIELD_NUMBER);

    private Bodies() {}

    /** Whether clients send this body and pid1 takes it from them. */
    static boolean fromClient(int number) {
        return FROM_CLIENT.get(number);
    }

    /** Whether pid1 sends this body to clients. */
    static boolean fromContainer(int number) {
        return FROM_CONTAINER.get(number);
    }

    private static BitSet of(int... numbers) {
        BitSet set = new BitSet();
        for (int number : numbers) {
            set.set(number);
        }
        return set;
    }
}
